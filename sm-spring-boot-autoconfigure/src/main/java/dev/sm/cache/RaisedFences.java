package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

/**
 * Which epochs one node has been told, so that each is told once. Forgetting one costs a
 * trip and is never wrong, which is why the memory may be bounded bluntly.
 */
final class RaisedFences {

	static final int MAX_SCOPES = 65_536;

	private final ConcurrentHashMap<String, Raise> raises = new ConcurrentHashMap<>();

	/**
	 * Waits for the node to know an epoch.
	 * @return what tells the node, or {@code null} if it has been told this epoch or a
	 * higher one
	 */
	@Nullable CompletableFuture<Boolean> ensure(Fence fence, Function<Fence, CompletableFuture<Boolean>> tell) {
		Raise known = this.raises.get(fence.scope());
		if (known != null && known.epoch >= fence.epoch()) {
			return known.done ? null : known.answer;
		}
		Raise mine = new Raise(fence.epoch());
		Raise current = this.raises.merge(fence.scope(), mine,
				(old, raise) -> (old.epoch >= raise.epoch) ? old : raise);
		if (current == mine) {
			bound();
			tell.apply(fence).whenComplete((answer, failure) -> settle(fence.scope(), mine, failure));
		}
		return current.done ? null : current.answer;
	}

	private void settle(String scope, Raise raise, @Nullable Throwable failure) {
		if (failure == null) {
			raise.done = true;
			raise.answer.complete(true);
			return;
		}
		this.raises.remove(scope, raise);
		raise.answer.completeExceptionally(failure);
	}

	private void bound() {
		if (this.raises.mappingCount() > MAX_SCOPES) {
			this.raises.values().removeIf((raise) -> raise.done);
		}
	}

	private static final class Raise {

		private final long epoch;

		private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

		private volatile boolean done;

		private Raise(long epoch) {
			this.epoch = epoch;
		}

	}

}
