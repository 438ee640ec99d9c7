package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The result of an operation on several keys that nobody waits for. Each node's share is
 * settled once, by its answer or by the deadline; the last one makes the result.
 *
 * @param <R> the type of a node's answer
 * @param <T> the type of the result
 */
final class PendingMultiRequest<R, T> extends CompletableFuture<T> implements Deadlines.Expiring {

	private final MultiRunner runner;

	private final MultiRequest<R, T> request;

	private final List<MultiRequest.Part<R>> parts;

	private final long started;

	private final AtomicReferenceArray<@Nullable NodeAnswer<R>> answers;

	private final AtomicInteger open;

	PendingMultiRequest(MultiRunner runner, MultiRequest<R, T> request, List<MultiRequest.Part<R>> parts,
			long started) {
		this.parts = parts;
		this.runner = runner;
		this.request = request;
		this.started = started;
		this.answers = new AtomicReferenceArray<>(parts.size());
		this.open = new AtomicInteger(parts.size());
		if (parts.isEmpty()) {
			merge();
		}
	}

	void answered(int index, @Nullable R answer, @Nullable Throwable failure) {
		if (this.answers.get(index) == null) {
			KeyGroup group = this.parts.get(index).group();
			settle(index, this.runner.answered(this.request, group, answer, failure, this.started));
		}
	}

	@Override
	public long deadline() {
		return this.runner.deadline(this.started);
	}

	@Override
	public void expire() {
		for (int i = 0; i < this.answers.length(); i++) {
			if (this.answers.get(i) == null) {
				settle(i, this.runner.timedOut(this.request, this.parts.get(i).group(), this.started));
			}
		}
	}

	private void settle(int index, NodeAnswer<R> answer) {
		if (this.answers.compareAndSet(index, null, answer) && this.open.decrementAndGet() == 0) {
			merge();
		}
	}

	private void merge() {
		List<NodeAnswer<R>> all = new ArrayList<>(this.answers.length());
		for (int i = 0; i < this.answers.length(); i++) {
			NodeAnswer<R> answer = this.answers.get(i);
			if (answer != null) {
				all.add(answer);
			}
		}
		try {
			complete(this.request.merge().apply(all));
		}
		catch (RuntimeException ex) {
			completeExceptionally(ex);
		}
	}

}
