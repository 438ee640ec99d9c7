package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Mark;
import dev.sm.storage.MigrationCommand.Marking;
import dev.sm.storage.MigrationCommand.Peek;
import dev.sm.storage.MigrationCommand.Promote;
import dev.sm.storage.MigrationCommand.Stage;
import dev.sm.storage.MigrationCommand.Staging;
import dev.sm.storage.MigrationCommand.Unmark;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.Peeked;
import org.jspecify.annotations.Nullable;

/**
 * Moves keys from one node to another in five steps: peek, stage, mark, promote, unmark.
 * None blocks a reader or a writer. A copy is invisible until the mark at the old place
 * sends there, so a step that is lost or late leaves nothing that could be seen; each
 * copy has a token of its own. Several may move the same key at once. Thread-safe.
 */
final class KeyMover {

	private final String pool;

	private final String name;

	private final AtomicLong counter = new AtomicLong();

	/**
	 * Creates a mover.
	 * @param pool the pool, as its nodes know it
	 * @param name a name that no other mover ever has
	 */
	KeyMover(String pool, String name) {
		this.pool = pool;
		this.name = name;
	}

	/**
	 * Moves keys. A key that was changed in the middle stays where it is.
	 * @param m the migration
	 * @param source their old place
	 * @param target their new place
	 * @param keys the keys
	 * @return what became of them; fails if a node refuses or does not answer
	 */
	CompletableFuture<Result> move(long m, PoolNode source, PoolNode target, List<byte[]> keys) {
		Guard guard = new Guard(this.pool, m);
		return source.send(new Peek(guard, keys), null)
			.thenCompose((peeked) -> move(guard, source, target, keys, peeked))
			.exceptionallyCompose((failure) -> {
				boolean refused = Failures.unwrap(failure) instanceof NodeCommandException;
				return (refused && keys.size() > 1) ? oneByOne(m, source, target, keys, 0, Result.NOTHING)
						: (refused ? CompletableFuture.completedFuture(Result.refused(Failures.unwrap(failure)))
								: CompletableFuture.failedFuture(Failures.unwrap(failure)));
			});
	}

	/** One value that cannot be moved must not keep others. */
	private CompletableFuture<Result> oneByOne(long m, PoolNode source, PoolNode target, List<byte[]> keys, int index,
			Result before) {
		if (index == keys.size()) {
			return CompletableFuture.completedFuture(before);
		}
		return move(m, source, target, List.of(keys.get(index)))
			.thenCompose((result) -> oneByOne(m, source, target, keys, index + 1, before.plus(result)));
	}

	private CompletableFuture<Result> move(Guard guard, PoolNode source, PoolNode target, List<byte[]> keys,
			List<Peeked> peeked) {
		List<KeyMove> marked = new ArrayList<>();
		List<Marking> markings = new ArrayList<>();
		List<Staging> copies = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			KeyCopy copy = peeked.get(i).copy();
			String token = peeked.get(i).token();
			if (copy != null) {
				String fresh = this.pool + ":" + guard.m() + ":" + this.name + ":" + this.counter.incrementAndGet();
				copies.add(new Staging(fresh, copy));
				markings.add(new Marking(keys.get(i), copy, fresh));
			}
			else if (token != null) {
				marked.add(new KeyMove(keys.get(i), token));
			}
		}
		return mark(guard, source, target, copies, markings).thenCompose((newly) -> {
			marked.addAll(newly);
			int changed = markings.size() - newly.size();
			return settle(guard, false, source, target, marked)
				.thenApply((done) -> new Result(marked.size(), changed, 0, null));
		});
	}

	private static CompletableFuture<List<KeyMove>> mark(Guard guard, PoolNode source, PoolNode target,
			List<Staging> copies, List<Marking> markings) {
		if (markings.isEmpty()) {
			return CompletableFuture.completedFuture(List.of());
		}
		return target.send(new Stage(guard, copies), null)
			.thenCompose((staged) -> source.send(new Mark(guard, markings), null))
			.thenApply((answers) -> {
				List<KeyMove> marked = new ArrayList<>();
				for (int i = 0; i < answers.size(); i++) {
					if (answers.get(i)) {
						marked.add(new KeyMove(markings.get(i).key(), markings.get(i).token()));
					}
				}
				return marked;
			});
	}

	/**
	 * Puts the copies of marked keys in force and removes the marks, in this order.
	 * @param settling whether the migration is being turned round
	 */
	CompletableFuture<Boolean> settle(long m, boolean settling, PoolNode source, PoolNode target,
			List<KeyMove> marked) {
		return settle(new Guard(this.pool, m), settling, source, target, marked);
	}

	private static CompletableFuture<Boolean> settle(Guard guard, boolean settling, PoolNode source, PoolNode target,
			List<KeyMove> marked) {
		if (marked.isEmpty()) {
			return CompletableFuture.completedFuture(true);
		}
		return target.send(new Promote(guard, settling, marked), null)
			.thenCompose((promoted) -> source.send(new Unmark(guard, settling, marked), null));
	}

	/**
	 * What became of keys.
	 *
	 * @param moved how many have moved
	 * @param changed how many were changed in the middle and stay
	 * @param refused how many the new place does not take
	 * @param reason why it does not, or {@code null}
	 */
	record Result(int moved, int changed, int refused, @Nullable String reason) {

		static final Result NOTHING = new Result(0, 0, 0, null);

		static Result refused(Throwable failure) {
			return new Result(0, 0, 1, failure.getMessage());
		}

		Result plus(Result other) {
			return new Result(this.moved + other.moved, this.changed + other.changed, this.refused + other.refused,
					(this.reason != null) ? this.reason : other.reason);
		}

	}

}
