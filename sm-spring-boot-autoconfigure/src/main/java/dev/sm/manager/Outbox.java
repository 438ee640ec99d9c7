package dev.sm.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What a machine wants done, and who waits for which answer.
 */
final class Outbox {

	private final Map<Long, Pending> commits = new HashMap<>();

	private final Map<Long, ListHandler> lists = new HashMap<>();

	private List<ServiceAction> actions = new ArrayList<>();

	private long lastId;

	long nextId() {
		return ++this.lastId;
	}

	void add(ServiceAction action) {
		this.actions.add(action);
	}

	void notice(String message) {
		add(new ServiceAction.Notify(message, false));
	}

	void warn(String message) {
		add(new ServiceAction.Notify(message, true));
	}

	void commit(Transaction transaction, CommitHandler handler) {
		long id = nextId();
		this.commits.put(id, new Pending(transaction, handler));
		add(new ServiceAction.Commit(id, transaction));
	}

	void list(String prefix, ListHandler handler) {
		long id = nextId();
		this.lists.put(id, handler);
		add(new ServiceAction.ListKeys(id, prefix));
	}

	@Nullable Pending takeCommit(long id) {
		return this.commits.remove(id);
	}

	@Nullable ListHandler takeList(long id) {
		return this.lists.remove(id);
	}

	List<ServiceAction> drain() {
		List<ServiceAction> drained = List.copyOf(this.actions);
		this.actions = new ArrayList<>();
		return drained;
	}

	/** A transaction without an answer yet. */
	record Pending(Transaction transaction, CommitHandler handler) {

	}

	/** Waits for what becomes of a transaction. */
	interface CommitHandler {

		/**
		 * What became of it.
		 * @param outcome applied, refused or unknown
		 * @param reason why, for people; {@code ""} if the store answered
		 * @param now the time
		 */
		void done(Outcome outcome, String reason, long now);

	}

	/** Waits for a list. */
	interface ListHandler {

		/**
		 * What was read.
		 * @param snapshot the keys, or {@code null} if there was no answer
		 * @param reason why there was none
		 * @param now the time
		 */
		void done(@Nullable Snapshot snapshot, String reason, long now);

	}

	/** What became of a transaction. */
	enum Outcome {

		APPLIED, REFUSED, UNKNOWN

	}

}
