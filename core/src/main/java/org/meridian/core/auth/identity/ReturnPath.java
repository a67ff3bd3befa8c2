// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * Where a browser goes after signing in: a path of this gateway and nothing else, so that nobody is led from its sign-in page
 * to another site.
 *
 * @param path begins with one slash; may have a query
 */
public record ReturnPath(String path) {

    /** The start page. */
    public static final ReturnPath START = new ReturnPath("/");

    private static final int LONGEST = 2000;

    /**
     * Checks a path.
     *
     * @throws UsageFault if it is none, or could be taken for another site's URL
     */
    public ReturnPath {
        boolean plain = path.length() <= LONGEST && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        if (!plain || !path.startsWith("/") || path.startsWith("//") || !isPath(path)) {
            throw new UsageFault("'return' must be a path of this gateway, such as /account");
        }
    }

    /** The path that was asked for, or the start page. */
    public static ReturnPath of(Optional<String> path) {
        return path.map(ReturnPath::new).orElse(START);
    }

    private static boolean isPath(String text) {
        try {
            URI uri = new URI(text);
            return !uri.isAbsolute() && uri.getRawAuthority() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
