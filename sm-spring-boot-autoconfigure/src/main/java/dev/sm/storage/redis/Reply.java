package dev.sm.storage.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.sm.storage.NodeException;
import org.jspecify.annotations.Nullable;

/**
 * An answer under way: what Lettuce tells, turned into what the command promises. Errors
 * reach the caller as they are, not wrapped.
 *
 * @param <T> what Redis answers
 * @param <R> what the command answers
 */
final class Reply<T extends @Nullable Object, R> extends CompletableFuture<R>
		implements BiConsumer<T, @Nullable Throwable> {

	private final Function<T, R> mapper;

	private final Function<Throwable, NodeException> failure;

	private final Link link;

	private final long answersBefore;

	private final RedisConnectionDriver driver;

	Reply(RedisConnectionDriver driver, Link link, Function<T, R> mapper, Function<Throwable, NodeException> failure) {
		this.mapper = mapper;
		this.failure = failure;
		this.link = link;
		this.driver = driver;
		this.answersBefore = link.answers();
	}

	@Override
	public void accept(T answer, @Nullable Throwable error) {
		if (error != null) {
			fail(error);
			return;
		}
		this.link.answered();
		try {
			complete(this.mapper.apply(answer));
		}
		catch (RuntimeException ex) {
			completeExceptionally(RedisErrors.unexpected(this.driver.node(), ex));
		}
	}

	private void fail(Throwable error) {
		this.driver.failed(this.link, this.answersBefore, error);
		completeExceptionally(this.failure.apply(error));
	}

}
