// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.FilePackage;
import org.meridian.sia.archive.Holdings.Belonging;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Dataset;

/**
 * A dataset with the files that belong to it, under the paths that they have in the archive. Immutable.
 *
 * @param members the dataset first
 */
public record DatasetPackage(List<Member> members) {

    private static final List<String> COLUMNS = List.of("semantics", "description");

    public DatasetPackage {
        members = List.copyOf(members);
    }

    /**
     * A file in it.
     *
     * @param place of it
     * @param size in bytes
     * @param said its semantics and description
     */
    record Member(ArchivePlace place, long size, List<String> said) {

        FilePackage.Entry entry() {
            return new FilePackage.Entry(place.collection() + "/" + place.path(), size, said);
        }
    }

    /**
     * What somebody may have of a dataset that he may read: files that he may not read are not in it.
     *
     * @param belonging files of which he may know
     */
    static DatasetPackage of(Dataset dataset, Map<ArchivePlace, Belonging> belonging, Subject who, Instant now) {
        Map<ArchivePlace, Member> members = new LinkedHashMap<>();
        members.put(
                dataset.place(), new Member(dataset.place(), dataset.size(), List.of("#this", "the dataset itself")));
        for (Dataset.Link link : dataset.links()) {
            ArchivePlace place = dataset.place(link);
            Optional.ofNullable(belonging.get(place))
                    .filter(file -> isReadable(file, who, now))
                    .ifPresent(file -> members.putIfAbsent(place, new Member(place, file.size(), said(link))));
        }
        return new DatasetPackage(List.copyOf(members.values()));
    }

    private static boolean isReadable(Belonging file, Subject who, Instant now) {
        return file.itself().isEmpty() || file.itself().get().dataset().isReadableBy(who, now);
    }

    private static List<String> said(Dataset.Link link) {
        return List.of(link.semantics().contains(":") ? link.semantics() : "#" + link.semantics(), link.description());
    }

    /** Whether there is more in it than the dataset. */
    boolean hasMore() {
        return members.size() > 1;
    }

    /** How many bytes it has as a tar. */
    public long tarBytes() {
        return FilePackage.tarBytes(COLUMNS, members.stream().map(Member::entry).toList());
    }

    /** The same with the sizes that files have now; those that are not there any more, or not for the visitor, are left out. */
    DatasetPackage asItIs(ArchiveFiles files, Visitor visitor) throws IOException {
        List<Member> there = new ArrayList<>();
        for (Member each : members) {
            try (ArchiveFile file = files.open(each.place, visitor)) {
                there.add(new Member(each.place, file.size(), each.said));
            } catch (DaliFault gone) {
                if (there.isEmpty()) {
                    throw gone;
                }
            }
        }
        return new DatasetPackage(there);
    }

    /**
     * Writes it: each file is opened, and its rights are asked, when its turn has come.
     *
     * @throws IOException if a file is another than it was, or the disk or the receiver fails
     */
    void write(FilePackage.Kind kind, Reading reading, ArchiveFiles files, Visitor visitor, OutputStream out)
            throws IOException {
        FilePackage all = new FilePackage(kind, COLUMNS, out);
        for (Member each : members) {
            reading.holder(each.place, visitor);
            try (ArchiveFile file = files.open(each.place, visitor)) {
                if (file.size() != each.size) {
                    throw new IOException(each.place.path() + " has become another while it was packed");
                }
                all.add(each.entry(), file::writeTo);
            }
        }
        all.finish();
    }
}
