// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.query.Constraint;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.RegionParseException;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.sia.obscore.Polarization;

/** The parameters of a query of SIA 2.0 (section 2.1), in its order: what each of their values asks of a row of ObsCore. */
enum Sia2Parameter {
    POS("", Optional.empty(), "CIRCLE, RANGE or POLYGON that s_region overlaps; ICRS, degrees"),
    BAND("interval", Optional.of("m"), "Wavelengths, or one, that the observation covers some of"),
    TIME("interval", Optional.of("d"), "Times, or one, that the observation covers some of; MJD"),
    POL("", Optional.empty(), "Polarization state that the observation has"),
    FOV("interval", Optional.of("deg"), "Size of the field of view"),
    SPATRES("interval", Optional.of("arcsec"), "Spatial resolution"),
    SPECRP("interval", Optional.empty(), "Spectral resolving power"),
    EXPTIME("interval", Optional.of("s"), "Exposure time"),
    TIMERES("interval", Optional.of("s"), "Temporal resolution"),
    ID("", Optional.empty(), "Publisher DID, in any case of letters"),
    COLLECTION("", Optional.empty(), "Name of a collection"),
    FACILITY("", Optional.empty(), "Name of a facility"),
    INSTRUMENT("", Optional.empty(), "Name of an instrument"),
    DPTYPE("", Optional.empty(), "Type of data: image or cube"),
    CALIB("", Optional.empty(), "Calibration level"),
    TARGET("", Optional.empty(), "Name of a target"),
    FORMAT("", Optional.empty(), "Media type of what access_url gives");

    private static final int SHOWN = 40;

    private final String xtype;
    private final Optional<String> unit;
    private final String description;

    Sia2Parameter(String xtype, Optional<String> unit, String description) {
        this.xtype = xtype;
        this.unit = unit;
        this.description = description;
    }

    /**
     * What a value asks.
     *
     * @throws UsageFault if it is none of this parameter
     */
    Constraint constraint(String value) {
        return switch (this) {
            case POS -> position(value);
            case BAND -> overlap("em_min", "em_max", value);
            case TIME -> overlap("t_min", "t_max", value);
            case POL -> polarization(value);
            case FOV -> interval("s_fov", value);
            case SPATRES -> interval("s_resolution", value);
            case SPECRP -> interval("em_res_power", value);
            case EXPTIME -> interval("t_exptime", value);
            case TIMERES -> interval("t_resolution", value);
            case ID -> new Constraint.In("obs_publisher_did", List.of(value));
            case COLLECTION -> new Constraint.In("obs_collection", List.of(value));
            case FACILITY -> new Constraint.In("facility_name", List.of(value));
            case INSTRUMENT -> new Constraint.In("instrument_name", List.of(value));
            case DPTYPE -> new Constraint.In("dataproduct_type", List.of(value));
            case CALIB -> calibration(value);
            case TARGET -> new Constraint.In("target_name", List.of(value));
            case FORMAT -> new Constraint.In("access_format", List.of(value));
        };
    }

    private static Constraint position(String value) {
        try {
            return new Constraint.Overlaps(DaliRegion.parsePos(value));
        } catch (RegionParseException e) {
            throw new UsageFault("POS is '" + shortened(value) + "': " + e.getMessage());
        }
    }

    private Constraint overlap(String minColumn, String maxColumn, String value) {
        DaliInterval interval = DaliInterval.parse(name(), value);
        return new Constraint.IntervalsOverlap(minColumn, maxColumn, interval.min(), interval.max());
    }

    private Constraint interval(String column, String value) {
        DaliInterval interval = DaliInterval.parse(name(), value);
        return new Constraint.Interval(column, interval.min(), interval.max());
    }

    private static Constraint polarization(String value) {
        return new Constraint.HasPart("pol_states", "/" + Polarization.required(value) + "/");
    }

    private static Constraint calibration(String value) {
        if (!value.strip().matches("[0-9]{1,9}")) {
            throw new UsageFault("CALIB is '" + shortened(value) + "'; it must be a whole number, 0 to 4");
        }
        return new Constraint.In("calib_level", List.of(value.strip()));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /**
     * How the parameter is described (SIA 2.0, section 3.1.2); POS as text alone: in what was written since, geometries are
     * numbers.
     */
    Field field() {
        if (this == CALIB) {
            return field(Primitive.INT, Optional.empty(), Optional.empty());
        }
        return xtype.isEmpty()
                ? field(Primitive.CHAR, Optional.of("*"), Optional.empty())
                : field(Primitive.DOUBLE, Optional.of("2"), Optional.of(xtype));
    }

    private Field field(Primitive primitive, Optional<String> arraysize, Optional<String> type) {
        return new Field(
                name(),
                primitive,
                arraysize,
                unit,
                Optional.empty(),
                Optional.empty(),
                type,
                Optional.of(description + "; may be repeated"),
                Optional.empty());
    }
}
