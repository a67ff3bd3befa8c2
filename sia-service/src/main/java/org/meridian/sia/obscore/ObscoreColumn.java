// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.Locale;
import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

/**
 * Columns of {@code ivoa.obscore} that describe a dataset, in the table's order: all mandatory columns of ObsCore 1.1 and the
 * usual optional ones, with the utypes, UCDs and units of its appendix C.2; {@code s_moc} and {@code energy_bandpassname}
 * are additions as others have them.
 */
public enum ObscoreColumn {
    DATAPRODUCT_TYPE(
            Type.TEXT,
            Role.KEY,
            "",
            "ObsDataset.dataProductType",
            "meta.code.class",
            "Kind of the data product: image, cube, spectrum, timeseries, event, visibility, sed or measurements; NULL if it is none of these"),
    DATAPRODUCT_SUBTYPE(
            Type.TEXT,
            Role.PRINCIPAL,
            "",
            "ObsDataset.dataProductSubtype",
            "meta.code.class",
            "What the data product is in particular"),
    CALIB_LEVEL(
            Type.INTEGER,
            Role.PRINCIPAL,
            "",
            "ObsDataset.calibLevel",
            "meta.code;obs.calib",
            "Calibration: 0 raw in a format of its own, 1 raw in a standard format, 2 calibrated, 3 enhanced (mosaics, stacks), 4 analysed"),
    OBS_COLLECTION(Type.TEXT, Role.KEY, "", "DataID.collection", "meta.id", "Name of the data collection"),
    OBS_ID(
            Type.TEXT,
            Role.KEY,
            "",
            "DataID.observationID",
            "meta.id",
            "Identifier of the observation; the same for all of its data products"),
    OBS_TITLE(Type.TEXT, Role.PRINCIPAL, "", "DataID.title", "meta.title;obs", "What the data product is, in a line"),
    OBS_PUBLISHER_DID(
            Type.TEXT,
            Role.KEY,
            "",
            "Curation.publisherDID",
            "meta.ref.ivoid",
            "Identifier of the data product given by its publisher"),
    OBS_CREATOR_DID(
            Type.TEXT,
            Role.OTHER,
            "",
            "DataID.creatorDID",
            "meta.id",
            "Identifier of the data product given by its creator"),
    OBS_CREATOR_NAME(Type.TEXT, Role.OTHER, "", "DataID.creator", "meta.id", "Who made the data product"),
    OBS_CREATION_DATE(
            Type.TIMESTAMP, Role.OTHER, "", "DataID.date", "time;meta.dataset", "When the data product was made (UTC)"),
    OBS_RELEASE_DATE(
            Type.TIMESTAMP,
            Role.PRINCIPAL,
            "",
            "Curation.releaseDate",
            "time.release",
            "From when on everybody may read the data (UTC); NULL for never"),
    DATA_RIGHTS(
            Type.TEXT, Role.OTHER, "", "Curation.rights", "meta.code", "Who may read the data: public or proprietary"),
    BIB_REFERENCE(Type.TEXT, Role.OTHER, "", "Curation.reference", "meta.bib.bibcode", "Publication about the data"),
    PUBLISHER_ID(Type.TEXT, Role.OTHER, "", "Curation.publisherID", "meta.ref.ivoid", "Identifier of the publisher"),
    TARGET_NAME(Type.TEXT, Role.KEY, "", "Target.name", "meta.id;src", "Name of the object or field"),
    TARGET_CLASS(Type.TEXT, Role.OTHER, "", "Target.class", "src.class", "Class of the object"),
    ACCESS_URL(
            Type.TEXT,
            Role.PRINCIPAL,
            "",
            "Access.reference",
            "meta.ref.url",
            "Where the data and all that belongs to them are listed (DataLink)"),
    ACCESS_FORMAT(
            Type.TEXT, Role.PRINCIPAL, "", "Access.format", "meta.code.mime", "Media type of what access_url gives"),
    ACCESS_ESTSIZE(Type.LONG, Role.PRINCIPAL, "kbyte", "Access.size", "phys.size;meta.file", "Size of the file"),
    S_RA(
            Type.DOUBLE,
            Role.KEY,
            "deg",
            "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1",
            "pos.eq.ra",
            "Right ascension of the centre (ICRS)"),
    S_DEC(
            Type.DOUBLE,
            Role.KEY,
            "deg",
            "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2",
            "pos.eq.dec",
            "Declination of the centre (ICRS)"),
    S_FOV(
            Type.DOUBLE,
            Role.PRINCIPAL,
            "deg",
            "Char.SpatialAxis.Coverage.Bounds.Extent.diameter",
            "phys.angSize;instr.fov",
            "Diameter of a circle around all of the covered region"),
    S_REGION(
            Type.REGION,
            Role.KEY,
            "",
            "Char.SpatialAxis.Coverage.Support.Area",
            "pos.outline;obs.field",
            "Region that the data cover (ICRS)"),
    S_MOC(Type.MOC, Role.OTHER, "", "", "pos.outline;obs.field", "Region that the data cover, as MOC"),
    S_RESOLUTION(
            Type.DOUBLE,
            Role.PRINCIPAL,
            "arcsec",
            "Char.SpatialAxis.Resolution.Refval.value",
            "pos.angResolution",
            "Spatial resolution (FWHM)"),
    S_PIXEL_SCALE(
            Type.DOUBLE,
            Role.OTHER,
            "arcsec",
            "Char.SpatialAxis.Sampling.RefVal.SamplingPeriod",
            "phys.angSize;instr.pixel",
            "Size of a pixel"),
    S_XEL1(
            Type.LONG,
            Role.PRINCIPAL,
            "",
            "Char.SpatialAxis.numBins1",
            "meta.number",
            "Pixels along the first spatial axis"),
    S_XEL2(
            Type.LONG,
            Role.PRINCIPAL,
            "",
            "Char.SpatialAxis.numBins2",
            "meta.number",
            "Pixels along the second spatial axis"),
    S_CALIB_STATUS(
            Type.TEXT,
            Role.OTHER,
            "",
            "Char.SpatialAxis.calibrationStatus",
            "meta.code.qual",
            "Calibration of positions: calibrated, raw or uncalibrated"),
    T_MIN(
            Type.DOUBLE,
            Role.KEY,
            "d",
            "Char.TimeAxis.Coverage.Bounds.Limits.StartTime",
            "time.start;obs.exposure",
            "Begin of the observation (MJD, UTC)"),
    T_MAX(
            Type.DOUBLE,
            Role.KEY,
            "d",
            "Char.TimeAxis.Coverage.Bounds.Limits.StopTime",
            "time.end;obs.exposure",
            "End of the observation (MJD, UTC)"),
    T_EXPTIME(
            Type.DOUBLE,
            Role.PRINCIPAL,
            "s",
            "Char.TimeAxis.Coverage.Support.Extent",
            "time.duration;obs.exposure",
            "Exposure time"),
    T_RESOLUTION(
            Type.DOUBLE,
            Role.PRINCIPAL,
            "s",
            "Char.TimeAxis.Resolution.Refval.value",
            "time.resolution",
            "Resolution in time"),
    T_XEL(Type.LONG, Role.PRINCIPAL, "", "Char.TimeAxis.numBins", "meta.number", "Elements along the time axis"),
    EM_MIN(
            Type.DOUBLE,
            Role.KEY,
            "m",
            "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit",
            "em.wl;stat.min",
            "Shortest wavelength, in vacuum"),
    EM_MAX(
            Type.DOUBLE,
            Role.KEY,
            "m",
            "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit",
            "em.wl;stat.max",
            "Longest wavelength, in vacuum"),
    EM_RES_POWER(
            Type.DOUBLE,
            Role.PRINCIPAL,
            "",
            "Char.SpectralAxis.Resolution.ResolPower.refVal",
            "spect.resolution",
            "Spectral resolving power"),
    EM_RESOLUTION(
            Type.DOUBLE,
            Role.OTHER,
            "m",
            "Char.SpectralAxis.Resolution.Refval.value",
            "spect.resolution;stat.mean",
            "Spectral resolution"),
    EM_XEL(
            Type.LONG,
            Role.PRINCIPAL,
            "",
            "Char.SpectralAxis.numBins",
            "meta.number",
            "Elements along the spectral axis"),
    EM_UCD(Type.TEXT, Role.OTHER, "", "Char.SpectralAxis.ucd", "meta.ucd", "Kind of the spectral axis"),
    EM_UNIT(Type.TEXT, Role.OTHER, "", "Char.SpectralAxis.unit", "meta.unit", "Unit of the spectral axis"),
    ENERGY_BANDPASSNAME(Type.TEXT, Role.OTHER, "", "", "instr.bandpass", "Name of the filter or band"),
    O_UCD(Type.TEXT, Role.PRINCIPAL, "", "Char.ObservableAxis.ucd", "meta.ucd", "What is measured"),
    O_UNIT(Type.TEXT, Role.OTHER, "", "Char.ObservableAxis.unit", "meta.unit", "Unit of what is measured"),
    O_CALIB_STATUS(
            Type.TEXT,
            Role.OTHER,
            "",
            "Char.ObservableAxis.calibrationStatus",
            "meta.code.qual",
            "Calibration of what is measured: absolute, relative, normalized or any"),
    POL_STATES(
            Type.TEXT,
            Role.PRINCIPAL,
            "",
            "Char.PolarizationAxis.stateList",
            "meta.code;phys.polarization",
            "Polarizations, as in /I/Q/U/V/"),
    POL_XEL(Type.LONG, Role.PRINCIPAL, "", "Char.PolarizationAxis.numBins", "meta.number", "Number of polarizations"),
    PROPOSAL_ID(
            Type.TEXT,
            Role.OTHER,
            "",
            "Provenance.Proposal.identifier",
            "meta.id;obs.proposal",
            "Identifier of the proposal"),
    FACILITY_NAME(
            Type.TEXT,
            Role.PRINCIPAL,
            "",
            "Provenance.ObsConfig.Facility.name",
            "meta.id;instr.tel",
            "Observatory, telescope or spacecraft"),
    INSTRUMENT_NAME(
            Type.TEXT, Role.PRINCIPAL, "", "Provenance.ObsConfig.Instrument.name", "meta.id;instr", "Instrument");

    /** Times of the table are UTC of an unknown place (DALI 1.1, section 3.3.3). */
    private static final Field.TimeFrame TIME = new Field.TimeFrame("UTC", "UNKNOWN", Optional.of("MJD-origin"));

    /** What a value is. */
    public enum Type {
        TEXT,
        REGION,
        MOC,
        INTEGER,
        LONG,
        DOUBLE,
        /** {@link java.time.LocalDateTime} in UTC. */
        TIMESTAMP
    }

    /** What the column is to queries. */
    private enum Role {
        /** Principal, and in an index. */
        KEY,
        PRINCIPAL,
        OTHER
    }

    private final Type type;
    private final Role role;
    private final String unit;
    private final String utype;
    private final String ucd;
    private final String description;

    ObscoreColumn(Type type, Role role, String unit, String utype, String ucd, String description) {
        this.type = type;
        this.role = role;
        this.unit = unit;
        this.utype = utype;
        this.ucd = ucd;
        this.description = description;
    }

    /** The column of a name in small letters; empty if there is none. */
    public static Optional<ObscoreColumn> named(String name) {
        for (ObscoreColumn column : values()) {
            if (column.columnName().equals(name)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** Its name in the table. */
    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its values are. */
    public Type type() {
        return type;
    }

    /** Whether a condition on it is answered from an index. */
    public boolean isIndexed() {
        return role == Role.KEY;
    }

    /** Whether it is of main importance (ObsCore 1.1, appendix C.2). */
    public boolean isPrincipal() {
        return role != Role.OTHER;
    }

    /** Whether ObsCore 1.1 defines it. */
    public boolean isStandard() {
        return !utype.isEmpty();
    }

    /** Its metadata. */
    public Field field() {
        return new Field(
                columnName(),
                primitive(),
                Optional.empty(),
                given(unit),
                given(ucd),
                given(utype).map(path -> "obscore:" + path),
                xtype(),
                given(description),
                frame());
    }

    private Primitive primitive() {
        return switch (type) {
            case TEXT, REGION, MOC -> Primitive.CHAR;
            case INTEGER -> Primitive.INT;
            case LONG -> Primitive.LONG;
            case DOUBLE -> Primitive.DOUBLE;
            case TIMESTAMP -> Primitive.TIMESTAMP;
        };
    }

    private Optional<String> xtype() {
        return switch (type) {
            case REGION -> Optional.of("adql:REGION");
            case MOC -> Optional.of("moc");
            case TIMESTAMP -> Optional.of("timestamp");
            case TEXT, INTEGER, LONG, DOUBLE -> Optional.empty();
        };
    }

    private Optional<Field.Frame> frame() {
        return switch (this) {
            case S_RA, S_DEC, S_REGION -> Optional.of(new Field.CoordinateFrame("ICRS", Optional.empty()));
            case T_MIN, T_MAX -> Optional.of(TIME);
            default -> Optional.empty();
        };
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
