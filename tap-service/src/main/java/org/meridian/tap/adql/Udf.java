// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

/**
 * A user defined function that queries may call (ADQL 2.1, section 4.3).
 *
 * @param signature its name and types
 * @param description for people; empty if none
 */
public record Udf(UdfSignature signature, String description) {}
