// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The methods that WebDAV adds to HTTP's (RFC 4918, section 9), as annotations. */
final class Verbs {

    private Verbs() {}

    /** Says what there is to say of a resource and what is in it. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("PROPFIND")
    @interface Propfind {}

    /** Says what a report says (RFC 3253, section 3.6). */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("REPORT")
    @interface Report {}

    /** Sets and removes properties. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("PROPPATCH")
    @interface Proppatch {}

    /** Makes a collection. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("MKCOL")
    @interface Mkcol {}

    /** Copies a resource. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("COPY")
    @interface Copy {}

    /** Moves a resource. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("MOVE")
    @interface Move {}

    /** Locks a resource, or refreshes a lock. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("LOCK")
    @interface Lock {}

    /** Ends a lock. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("UNLOCK")
    @interface Unlock {}
}
