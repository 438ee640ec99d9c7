package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;

/** A store whose answers come when their receiver runs. */
record GatedStore(CoordinationStore store, Consumer<Runnable> gate) implements CoordinationStore {

	private <T> CompletionStage<T> gated(CompletionStage<T> stage) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		stage.whenComplete((result, failure) -> this.gate.accept(() -> {
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
			else {
				answer.complete(result);
			}
		}));
		return answer;
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		return gated(this.store.openSession(ttl));
	}

	@Override
	public CompletionStage<Entry> get(String key) {
		return gated(this.store.get(key));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		return gated(this.store.list(prefix));
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		return gated(this.store.commit(transaction));
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		return this.store.watch(prefix, afterRevision, new WatchListener() {

			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				GatedStore.this.gate.accept(() -> listener.onEvents(events, revision));
			}

			@Override
			public void onGap(String reason) {
				GatedStore.this.gate.accept(() -> listener.onGap(reason));
			}

		});
	}

	@Override
	public void close() {
	}

}
