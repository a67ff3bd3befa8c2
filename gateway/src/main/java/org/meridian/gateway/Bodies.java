// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.meridian.core.http.FormLimits;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.tap.upload.UploadLimits;

/**
 * How bodies of requests are read and those of answers delivered, for all services.
 *
 * @param forms with files
 * @param smallForms of parameters alone
 * @param disk where files of requests are kept while they are read
 * @param spool where answers are kept whose clients are slow
 * @param delivery of tables
 */
record Bodies(FormReader forms, FormReader smallForms, TemporaryFiles disk, SpoolArea spool, Delivery delivery) {

    /**
     * Makes their folders.
     *
     * @param closers end the threads that make rows: after what they are reading
     * @throws IOException if a folder cannot be had
     */
    static Bodies open(GatewaySettings settings, Closers closers) throws IOException {
        ExecutorService producers = closers.add(Executors.newCachedThreadPool(
                Thread.ofPlatform().name("rows-", 0).daemon().factory()));
        GatewaySettings.Delivery limits = settings.delivery();
        SpoolArea spool = SpoolArea.open(
                settings.dataDir().resolve("spool"),
                new SpoolArea.Limits(limits.memoryBytes(), limits.spoolBytesPerAnswer(), limits.spoolBytesTotal()));
        GatewaySettings.Uploading uploading = settings.queries().uploads();
        TemporaryFiles disk = TemporaryFiles.open(
                settings.dataDir().resolve("uploads"), uploading.totalBytes(), uploading.clientBytes());
        long bytes = settings.web().maxRequestBytes();
        UploadLimits files = uploading.limits();
        return new Bodies(
                new FormReader(FormLimits.files(bytes, files.fileBytes(), files.tables()), disk),
                new FormReader(FormLimits.parameters(bytes), disk),
                disk,
                spool,
                new Delivery(spool, producers, limits.clientTime()));
    }
}
