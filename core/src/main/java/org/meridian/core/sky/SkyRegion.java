// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** A part of the sky. */
public interface SkyRegion {}
