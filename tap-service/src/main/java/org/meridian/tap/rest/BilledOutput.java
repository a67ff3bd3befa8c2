// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.meridian.tap.query.QueryBill;

/** A result on its way, whose bytes are noted on a bill, whether or not it becomes whole. One thread uses it. */
final class BilledOutput extends FilterOutputStream {

    private final QueryBill bill;
    private long count;
    private long total;

    BilledOutput(OutputStream out, QueryBill bill) {
        super(out);
        this.bill = bill;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        count++;
        total++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        count += length;
        total += length;
    }

    /** Bytes written. */
    long total() {
        return total;
    }

    /** Notes what was written since the last time. */
    void note() {
        bill.sent(count);
        count = 0;
    }

    @Override
    public void close() throws IOException {
        note();
        out.close();
    }
}
