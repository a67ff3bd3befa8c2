// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The algorithm codes of celestial axes, with what their parameters mean and what they are if not given (paper II table 13). */
enum ProjectionCode {
    AZP(ProjectionCode::azp),
    SZP(ProjectionCode::szp),
    TAN(pv -> new Tan()),
    /** TAN behind a polynomial; see {@link Tpv}. */
    TPV(pv -> new Tan()),
    STG(pv -> new Stg()),
    SIN(pv -> new Sin(pv.value(1, 0), pv.value(2, 0))),
    ARC(pv -> new Arc()),
    ZPN(ProjectionCode::zpn),
    ZEA(pv -> new Zea()),
    AIR(pv -> Air.of(pv.value(1, 90))),
    CYP(ProjectionCode::cyp),
    CEA(ProjectionCode::cea),
    CAR(pv -> new Car()),
    MER(pv -> new Mer()),
    SFL(pv -> new Sfl()),
    PAR(pv -> new Par()),
    MOL(pv -> new Mol()),
    AIT(pv -> new Ait()),
    COP(pv -> new Cop(thetaA(pv), pv.value(2, 0))),
    COE(pv -> new Coe(thetaA(pv), pv.value(2, 0))),
    COD(pv -> new Cod(thetaA(pv), pv.value(2, 0))),
    COO(pv -> new Coo(thetaA(pv), pv.value(2, 0))),
    BON(pv -> pv.required(1, "its standard parallel") == 0 ? new Sfl() : new Bon(pv.value(1, 0))),
    PCO(pv -> new Pco()),
    TSC(pv -> new Tsc()),
    QSC(pv -> new Qsc()),
    HPX(ProjectionCode::hpx);

    private final Function<ProjectionParameters, Projection> maker;

    ProjectionCode(Function<ProjectionParameters, Projection> maker) {
        this.maker = maker;
    }

    /** The code of a name; empty if none is read here. */
    static Optional<ProjectionCode> named(String name) {
        return Arrays.stream(values()).filter(code -> code.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** The projection with the parameters of the latitude axis. */
    Projection with(ProjectionParameters latitude) {
        return maker.apply(latitude);
    }

    private static Projection azp(ProjectionParameters pv) {
        if (pv.value(1, 0) == -1) {
            throw pv.wrong(1, "the point of projection must not lie in the plane: not -1");
        }
        if (Math.abs(pv.value(2, 0)) >= 90) {
            throw pv.wrong(2, "the tilt of the plane must lie between -90 and 90 degrees");
        }
        return new Azp(pv.value(1, 0), pv.value(2, 0));
    }

    private static Projection szp(ProjectionParameters pv) {
        Szp projection = Szp.of(pv.value(1, 0), pv.value(2, 0), pv.value(3, 90));
        if (projection.zp() == 0) {
            throw pv.wrong(1, "the point of projection must not lie in the plane");
        }
        return projection;
    }

    private static Projection zpn(ProjectionParameters pv) {
        List<Double> coefficients = new ArrayList<>();
        for (int m = 0; m <= pv.last(); m++) {
            coefficients.add(pv.value(m, 0));
        }
        Zpn projection = new Zpn(coefficients.stream().mapToDouble(d -> d).toArray());
        if (!(projection.theta(projection.radius(89.9)) < 90)) {
            throw pv.wrong(1, "the polynomial must grow from the pole on");
        }
        return projection;
    }

    private static Projection cyp(ProjectionParameters pv) {
        if (pv.value(2, 1) <= 0) {
            throw pv.wrong(2, "the radius of the cylinder must be above 0");
        }
        if (pv.value(1, 1) + pv.value(2, 1) == 0) {
            throw pv.wrong(1, "the point of projection must not lie on the cylinder");
        }
        return new Cyp(pv.value(1, 1), pv.value(2, 1));
    }

    private static Projection cea(ProjectionParameters pv) {
        double lambda = pv.value(1, 1);
        if (!(lambda > 0 && lambda <= 1)) {
            throw pv.wrong(1, "lambda of a cylindrical equal-area projection lies above 0 and up to 1");
        }
        return new Cea(lambda);
    }

    private static Projection hpx(ProjectionParameters pv) {
        return new Hpx(facets(pv, 1, 4), facets(pv, 2, 3));
    }

    private static int facets(ProjectionParameters pv, int m, int otherwise) {
        double value = pv.value(m, otherwise);
        if (value != Math.rint(value) || value < 1 || value > 1000) {
            throw pv.wrong(m, "a number of facets is a whole one from 1 on");
        }
        return (int) value;
    }

    private static double thetaA(ProjectionParameters pv) {
        double thetaA = pv.required(1, "the middle of its standard parallels");
        double eta = Math.abs(pv.value(2, 0));
        if (thetaA == 0 || Math.abs(thetaA) > 90) {
            throw pv.wrong(1, "the middle of the standard parallels lies between -90 and 90 degrees and is not 0");
        }
        if (Math.abs(thetaA) + eta >= 90.0000001) {
            throw pv.wrong(2, "standard parallels lie between -90 and 90 degrees");
        }
        return thetaA;
    }
}
