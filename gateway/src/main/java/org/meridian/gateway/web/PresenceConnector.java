// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connector whose connections can be asked whether the client is still there while nothing is sent either way. */
final class PresenceConnector extends ServerConnector {

    PresenceConnector(Server server, int selectors, ConnectionFactory protocol) {
        super(server, -1, selectors, protocol);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new EndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /**
     * A connection with room for one byte read ahead. The system tells of a closed connection only to whoever reads; a
     * byte of a next request that comes instead is kept for the next reader.
     */
    static final class EndPoint extends SocketChannelEndPoint {

        private final ByteBuffer ahead = BufferUtil.allocate(1);

        EndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        /**
         * Whether the client has closed the connection, as far as can be known. To be asked only while nobody else reads:
         * after the request has been read to its end.
         */
        boolean isPeerGone() {
            synchronized (ahead) {
                if (ahead.hasRemaining()) {
                    return false;
                }
                BufferUtil.clearToFill(ahead);
                try {
                    return !isOpen() || getChannel().read(ahead) < 0;
                } catch (IOException e) {
                    return true;
                } finally {
                    BufferUtil.flipToFlush(ahead, 0);
                }
            }
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            synchronized (ahead) {
                return ahead.hasRemaining() ? BufferUtil.append(buffer, ahead) : super.fill(buffer);
            }
        }

        @Override
        protected void needsFillInterest() {
            synchronized (ahead) {
                if (ahead.hasRemaining()) {
                    Thread.startVirtualThread(() -> getFillInterest().fillable());
                    return;
                }
            }
            super.needsFillInterest();
        }
    }
}
