// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.eclipse.jetty.io.EofException;

/** Keeps out of the log that a client has gone before its answer was sent: the access log says so. */
public final class HangUps extends Filter<ILoggingEvent> {

    private static final String GONE = EofException.class.getName();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        while (cause != null && !cause.getClassName().equals(GONE)) {
            cause = cause.getCause();
        }
        return cause == null ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
