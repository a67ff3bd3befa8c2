// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.votable.ErrorDocument;

/** What is said in the place of a result: a line of plain text that begins with a code (SODA 1.0, section 5.2). Immutable. */
public record SodaError(String code, String message) {

    /** The media type of all of them. */
    public static final String MEDIA_TYPE = "text/plain;charset=UTF-8";

    /** Of a fault; what is not there is the fault of who asked for it. */
    public static SodaError of(DaliFault fault) {
        String code = switch (fault) {
            case AuthenticationFault unknown -> "AuthenticationError";
            case AuthorizationFault refused -> "AuthorizationError";
            case TransientFault later -> "ServiceUnavailable";
            case UsageFault wrong -> "UsageError";
            case NotFoundFault missing -> "UsageError";
            case FatalFault failed -> "Error";
        };
        return new SodaError(code, fault.message());
    }

    /** Several results were asked for where there can be one. */
    public static SodaError severalResults() {
        return new SodaError(
                "MultiValuedParamNotSupported",
                "the request asks for several results, and the answer can have one: send it to /soda/async, or ask for all"
                        + " of them in one file (RESPONSEFORMAT=application/x-tar or application/zip)");
    }

    /** No pixel is in what was asked for. */
    public static SodaError noOverlap(String id) {
        return new SodaError("UsageError", "no pixel of " + id + " lies in what is asked for");
    }

    /** The line. */
    public byte[] body() {
        return (code + ": " + message + "\n").getBytes(UTF_8);
    }

    /** The line as a document. */
    public ErrorDocument document() {
        return new ErrorDocument(MEDIA_TYPE, body());
    }
}
