// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.unit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The symbols of VOUnits 1.1, sections 2.3 to 2.8, each by its value in base units. */
final class KnownUnits {
    /**
     * Symbol, value in base units, whether it takes prefixes; numbers from SI, IAU 2012 B2 and 2015 B3, CODATA 2018. What
     * measures nothing else, such as mag, pixel or ct, is a base unit of its own.
     */
    private static final String TABLE = """
            m 1 m yes
            g 1e-3 kg yes
            s 1 s yes
            A 1 A yes
            K 1 K yes
            mol 1 mol yes
            cd 1 cd yes
            rad 1 rad yes
            sr 1 rad2 yes
            Hz 1 s-1 yes
            N 1 kg,m,s-2 yes
            Pa 1 kg,m-1,s-2 yes
            J 1 kg,m2,s-2 yes
            W 1 kg,m2,s-3 yes
            C 1 A,s yes
            V 1 kg,m2,s-3,A-1 yes
            S 1 kg-1,m-2,s3,A2 yes
            F 1 kg-1,m-2,s4,A2 yes
            Wb 1 kg,m2,s-2,A-1 yes
            T 1 kg,s-2,A-1 yes
            H 1 kg,m2,s-2,A-2 yes
            lm 1 cd,rad2 yes
            lx 1 cd,rad2,m-2 yes
            Ohm 1 kg,m2,s-3,A-2 yes
            min 60 s no
            h 3600 s no
            d 86400 s no
            a 31557600 s yes
            yr 31557600 s yes
            deg 0.017453292519943295 rad no
            arcmin 2.908882086657216e-4 rad no
            arcsec 4.84813681109536e-6 rad yes
            as 4.84813681109536e-6 rad yes
            AU 149597870700 m no
            au 149597870700 m no
            pc 3.0856775814913673e16 m yes
            lyr 9460730472580800 m yes
            Angstrom 1e-10 m no
            angstrom 1e-10 m no
            barn 1e-28 m2 yes
            u 1.66053906660e-27 kg yes
            eV 1.602176634e-19 kg,m2,s-2 yes
            Ry 2.1798723611035e-18 kg,m2,s-2 yes
            erg 1e-7 kg,m2,s-2 no
            G 1e-4 kg,s-2,A-1 yes
            Jy 1e-26 kg,s-2 yes
            R 795774715.4594767 ph,m-2,s-1,rad-2 yes
            D 3.33564095198152e-30 A,s,m yes
            solMass 1.988409870698051e30 kg no
            solLum 3.828e26 kg,m2,s-3 no
            solRad 695700000 m no
            Sun 1 Sun no
            mag 1 mag yes
            dB 0.1 dex no
            dex 1 dex no
            ph 1 ph no
            photon 1 ph no
            ct 1 ct yes
            count 1 ct yes
            adu 1 adu yes
            pix 1 pixel yes
            pixel 1 pixel yes
            voxel 1 voxel yes
            chan 1 chan no
            bin 1 bin no
            beam 1 beam no
            bit 1 bit yes
            byte 8 bit yes
            B 8 bit yes
            % 0.01 - no
            """;

    private static final Map<String, Double> PREFIXES = Map.ofEntries(
            Map.entry("da", 1e1),
            Map.entry("h", 1e2),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("E", 1e18),
            Map.entry("Z", 1e21),
            Map.entry("Y", 1e24),
            Map.entry("R", 1e27),
            Map.entry("Q", 1e30),
            Map.entry("d", 1e-1),
            Map.entry("c", 1e-2),
            Map.entry("m", 1e-3),
            Map.entry("u", 1e-6),
            Map.entry("n", 1e-9),
            Map.entry("p", 1e-12),
            Map.entry("f", 1e-15),
            Map.entry("a", 1e-18),
            Map.entry("z", 1e-21),
            Map.entry("y", 1e-24),
            Map.entry("r", 1e-27),
            Map.entry("q", 1e-30));

    /** By symbol; looked up before prefixes are tried, so that Pa is the pascal and cd the candela (section 2.8). */
    private static final Map<String, Entry> ENTRIES = entries();

    private record Entry(double factor, Map<String, Double> base, boolean prefixable) {}

    private KnownUnits() {}

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new HashMap<>();
        for (String row : TABLE.strip().split("\n")) {
            String[] cells = row.split(" ");
            Map<String, Double> base = new HashMap<>();
            if (!cells[2].equals("-")) {
                for (String part : cells[2].split(",")) {
                    String name = part.replaceAll("-?[0-9]+$", "");
                    String power = part.substring(name.length());
                    base.put(name, power.isEmpty() ? 1.0 : Double.parseDouble(power));
                }
            }
            entries.put(cells[0], new Entry(Double.parseDouble(cells[1]), Map.copyOf(base), cells[3].equals("yes")));
        }
        return Map.copyOf(entries);
    }

    /** The unit of a symbol, with a prefix or without. */
    static Optional<Unit> of(String symbol) {
        Entry known = ENTRIES.get(symbol);
        if (known != null) {
            return Optional.of(unit(symbol, known, 1));
        }
        for (int length = 1; length <= 2 && length < symbol.length(); length++) {
            Double prefix = PREFIXES.get(symbol.substring(0, length));
            Entry entry = ENTRIES.get(symbol.substring(length));
            if (prefix != null && entry != null && entry.prefixable()) {
                return Optional.of(unit(symbol, entry, prefix));
            }
        }
        return Optional.empty();
    }

    private static Unit unit(String symbol, Entry entry, double prefix) {
        return new Unit(prefix * entry.factor(), entry.base(), Map.of(symbol, 1.0), 1);
    }
}
