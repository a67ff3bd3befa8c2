// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Passes the bytes of an answer on as they come; its value is how many there were. A failure to write ends the answer. */
final class Sink implements BodySubscriber<Long> {

    /** Where bytes go. */
    @FunctionalInterface
    interface Writer {
        /** Writes all that is left in a buffer. */
        void write(ByteBuffer bytes) throws IOException;
    }

    private final Writer writer;
    private final Movement movement;
    private final CompletableFuture<Long> count = new CompletableFuture<>();
    private long written;
    private Flow.@Nullable Subscription subscription;

    Sink(Writer writer, Movement movement) {
        this.writer = writer;
        this.movement = movement;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (count.isDone() || subscription == null) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                int bytes = buffer.remaining();
                movement.waitingHere(true);
                try {
                    writer.write(buffer);
                } finally {
                    movement.waitingHere(false);
                }
                written += bytes;
                movement.moved(bytes);
            }
            subscription.request(1);
        } catch (IOException e) {
            subscription.cancel();
            count.completeExceptionally(
                    e instanceof VosException ? e : new VosException("cannot write: " + VosException.words(e), e));
        }
    }

    @Override
    public void onError(Throwable failure) {
        count.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        count.complete(written);
    }

    @Override
    public CompletionStage<Long> getBody() {
        return count;
    }
}
