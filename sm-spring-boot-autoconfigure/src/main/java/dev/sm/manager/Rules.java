package dev.sm.manager;

import dev.sm.coordination.Transaction;
import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that safety rests on, each in a method of its own, so that a test can
 * show what happens without one. Nothing else overrides them.
 */
class Rules {

	/**
	 * Whether a document speaks to a session, and not to an earlier one of the same id.
	 */
	boolean addressed(AssignmentDocument document, @Nullable String incarnation) {
		return document.incarnation().equals(incarnation);
	}

	/**
	 * Whether a holder is dead: the session that its document is meant for is over. Where
	 * a stranger has overwritten the registration, nobody can tell.
	 */
	boolean gone(AssignmentDocument document, @Nullable String registered) {
		return document.readable() && !document.incarnation().equals(registered)
				&& !Registration.UNKNOWN.equals(registered);
	}

	/** Whether a participant has dropped a shard after having seen that it should. */
	boolean dropped(String shard, Versioned<AssignmentDocument> document, @Nullable String registered,
			StatusDocument status) {
		Item item = document.value().entries().get(shard);
		boolean toDrop = (item != null) ? item.mark() == Mark.DROP : !document.value().readable();
		String incarnation = document.value().readable() ? document.value().incarnation() : registered;
		return toDrop && status.incarnation().equals(incarnation) && reflects(status, document)
				&& !status.held().containsKey(shard);
	}

	/** Whether a status was written with knowledge of a document. */
	boolean reflects(StatusDocument status, Versioned<AssignmentDocument> document) {
		return status.docRevision() >= document.revision();
	}

	/** Demands that the writer is still the controller. */
	void compareTerm(Transaction.Builder transaction, String key, long term) {
		transaction.ifUnchanged(key, term);
	}

	/** Whether a new controller reads everything after its election, before it acts. */
	boolean readsAgain() {
		return true;
	}

	/**
	 * What becomes of an owner's entry when a shard is taken from it: it stays until the
	 * owner has dropped the shard.
	 */
	@Nullable Item taken(Item item) {
		return new Item(Mark.DROP, item.epoch());
	}

	/**
	 * Whether a shard is taken from its owner only after the next one has prepared it.
	 */
	boolean waitsForPrepare() {
		return true;
	}

	/** The most planned moves at once. */
	int budget(int budget) {
		return budget;
	}

	/** Whether an entry makes its participant the owner. */
	boolean owns(Item item) {
		return item.mark() == Mark.OWN;
	}

	/** Whether a shard whose drop hangs is held no longer when it is handed over. */
	boolean releasesHung() {
		return true;
	}

	/** Whether shards end with the session that they were given to. */
	boolean endsWithSession() {
		return true;
	}

	/** Whether a shard is said to be held until its handler has dropped it. */
	boolean tellsDropping() {
		return true;
	}

	/** Whether keys are read again when a watch may have missed something. */
	boolean readsAfterGap() {
		return true;
	}

	/** Whether an owner's state goes only to the owner that comes right after it. */
	boolean handsOn(long stateEpoch, long lastEpoch) {
		return stateEpoch == lastEpoch;
	}

	/**
	 * What becomes of an owner's entry when a shard is taken from it for another.
	 */
	@Nullable Item taken(Item item, Heir heir) {
		return new Item(Mark.DROP, item.epoch(), heir, 0);
	}

	/** The epoch that an heir will have, which is counted when the heir is named. */
	long reserved(long epoch) {
		return epoch;
	}

	/** Whether a shard that is to be dropped may be given to the heir. */
	boolean passesOn(String shard, StatusDocument status) {
		return !status.held().containsKey(shard);
	}

	/** Demands that the order to drop, and to give to an heir, still stands. */
	void compareOrder(Transaction.Builder transaction, String key, long revision) {
		transaction.ifUnchanged(key, revision);
	}

	/** Demands that a document is still as it was read. */
	void compareDocument(Transaction.Builder transaction, String key, long revision) {
		transaction.ifUnchanged(key, revision);
	}

	/**
	 * Demands that a document that is not written is still as it was read: an owner that
	 * gives a shard to an heir must find it prepared there.
	 */
	void compareRead(Transaction.Builder transaction, String key, long revision) {
		transaction.ifUnchanged(key, revision);
	}

	/** Demands that a participant is registered, or is not, as was read. */
	void compareRegistration(Transaction.Builder transaction, String key, long revision) {
		transaction.ifUnchanged(key, revision);
	}

	/** Demands that no epoch was handed out since the counter was read. */
	void compareEpoch(Transaction.Builder transaction, String key, long revision) {
		transaction.ifUnchanged(key, revision);
	}

	/** Demands that nobody is registered under an id. */
	void compareUnregistered(Transaction.Builder transaction, String key) {
		transaction.ifAbsent(key);
	}

	/**
	 * Whether to wait for the end of another session that is registered under this id.
	 */
	boolean waitsForOther() {
		return true;
	}

	/** Whether documents in chunks are read, as earlier versions do not. */
	boolean knowsChunks() {
		return true;
	}

	/** Whether a chunk is the one that a document was written with. */
	boolean matches(String hash, String listed) {
		return hash.equals(listed);
	}

	/** Up to which document a status speaks of which only a part is written yet. */
	long reflectedByPart(StatusDocument status) {
		return 0;
	}

	/** The highest epoch that is known to have been handed out. */
	long highestSeen(ServiceState state) {
		return state.highestEpoch();
	}

	/** Whether the store has lost epochs that were handed out, and what used them. */
	boolean lost(ServiceState state) {
		Long last = state.epoch();
		return state.highestEpoch() > ((last != null) ? last : 0);
	}

	/** The last epoch that was handed out, if the counter is there. */
	@Nullable Long lastEpoch(ServiceState state) {
		return state.epoch();
	}

}
