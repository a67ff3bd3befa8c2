// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Keeps a body in memory that may have so many bytes and no more. */
final class Bounded implements BodySubscriber<byte[]> {

    /** Descriptions of nodes, of a page of them at most. */
    static final int DOCUMENT = 32 << 20;

    private final int largest;
    private final boolean cuts;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final Movement movement;
    private Flow.@Nullable Subscription subscription;

    private Bounded(int largest, boolean cuts, Movement movement) {
        this.largest = largest;
        this.cuts = cuts;
        this.movement = movement;
    }

    /** The first bytes of a body. */
    static Bounded beginning(int largest) {
        return new Bounded(largest, true, Movement.unseen());
    }

    /** A document; one that is too large fails. */
    static BodyHandler<byte[]> document(Movement movement) {
        return info -> new Bounded(DOCUMENT, false, movement);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int taken = Math.min(buffer.remaining(), largest - bytes.size());
            byte[] part = new byte[taken];
            buffer.get(part);
            bytes.writeBytes(part);
            movement.moved(taken);
            if (buffer.hasRemaining() && !whole.isDone()) {
                if (cuts) {
                    whole.complete(bytes.toByteArray());
                } else {
                    whole.completeExceptionally(
                            new VosException("the service's answer has more than " + largest + " bytes"));
                }
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.toByteArray());
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }
}
