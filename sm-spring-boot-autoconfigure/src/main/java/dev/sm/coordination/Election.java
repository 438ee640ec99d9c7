package dev.sm.coordination;

import org.jspecify.annotations.Nullable;

/**
 * One instance's part in the election of one among many, over one key of the store.
 * Passive: it is told which session this instance has and what the key is, and answers
 * whether this instance is elected and how to become so. Keeps no clock; not thread-safe.
 * <p>
 * The elected is who created the key, which must have been absent, and whose session the
 * key is bound to. The key is never rewritten, so its revision stands for one election:
 * the <em>term</em>. A transaction that compares it is refused once anybody else can have
 * been elected, however late it arrives. A key that no session stands behind was written
 * by a stranger and would stay for ever: it counts as vacant and is replaced.
 * <p>
 * How to use it:
 * <ol>
 * <li>{@link #begin} and {@link #end} follow the session; {@link #see} is called with the
 * key whenever a watch or a list has told of it.
 * <li>While {@link #isVacant()}, a candidate commits {@link #claim}, with compares of its
 * own if it has any. Whatever the answer, what counts is what the key then is: if the
 * claim was applied, {@link #see} is given the entry that it wrote; if it was refused or
 * its outcome is unknown, the key is read again.
 * <li>When {@link #term()} has become another one than 0, everything that is to be acted
 * on is read anew: a read counts if it {@linkplain #isReadInTerm(long) was made in the
 * term}. What was known before may be older than what an earlier term's late writes made
 * of it.
 * <li>Every write of the elected has the condition of {@link #compare}.
 * <li>An orderly end is {@link #resign}: others need not wait for the session's.
 * </ol>
 */
public final class Election {

	private final String key;

	private @Nullable String session;

	private @Nullable Entry entry;

	private long term;

	/**
	 * Creates an election that this instance has no session for yet.
	 * @param key the key
	 */
	public Election(String key) {
		this.key = Keys.check(key);
	}

	/**
	 * This instance has a new session; with an earlier one its term has ended.
	 * @param sessionId the session
	 */
	public void begin(String sessionId) {
		this.session = sessionId;
		this.term = 0;
	}

	/** The session is over, and with it the term, if there was one. */
	public void end() {
		this.session = null;
		this.term = 0;
	}

	/**
	 * Takes what the key is now.
	 * @param entry the key, or {@code null} if it is absent
	 * @return whether the term has changed: this instance was elected, or is elected no
	 * longer, or both
	 */
	public boolean see(@Nullable Entry entry) {
		this.entry = entry;
		long before = this.term;
		this.term = (entry != null && this.session != null && this.session.equals(entry.sessionId())) ? entry.revision()
				: 0;
		return this.term != before;
	}

	/**
	 * Whether nobody is elected, as far as is known, and this instance could be: it has a
	 * session.
	 * @return whether to commit {@link #claim}
	 */
	public boolean isVacant() {
		return this.session != null && (this.entry == null || this.entry.sessionId() == null);
	}

	/**
	 * Starts the transaction that elects this instance if the key still is as it was
	 * seen.
	 * @param value what the key is to say, for others to read
	 * @return the transaction, to which conditions can be added
	 * @throws IllegalStateException if the key is not {@linkplain #isVacant() vacant}
	 */
	public Transaction.Builder claim(String value) {
		if (!isVacant()) {
			throw new IllegalStateException("key '" + this.key + "' must be vacant to be claimed");
		}
		return Transaction.builder()
			.ifUnchanged(this.key, (this.entry != null) ? this.entry.revision() : 0)
			.put(this.key, value, this.session);
	}

	/**
	 * The term of this instance.
	 * @return the revision of the key while this instance is elected, as far as it knows;
	 * otherwise 0
	 */
	public long term() {
		return this.term;
	}

	/**
	 * Whether this instance is elected, as far as it knows.
	 * @return whether it has a term
	 */
	public boolean isElected() {
		return this.term != 0;
	}

	/**
	 * Whether something was read late enough to be acted on.
	 * @param revision the revision of the store at which it was read, linearizably
	 * @return whether this instance is elected and had been when the read was made
	 */
	public boolean isReadInTerm(long revision) {
		return isElected() && revision >= this.term;
	}

	/**
	 * Adds the condition that this instance is still elected in its present term.
	 * @param transaction a transaction
	 * @return the transaction
	 * @throws IllegalStateException if it is not elected
	 */
	public Transaction.Builder compare(Transaction.Builder transaction) {
		if (!isElected()) {
			throw new IllegalStateException("this instance must be elected over key '" + this.key + "'");
		}
		return transaction.ifUnchanged(this.key, this.term);
	}

	/**
	 * Adds the end of the term: the key is removed, if it still is of this term.
	 * @param transaction a transaction
	 * @return the transaction
	 * @throws IllegalStateException if this instance is not elected
	 */
	public Transaction.Builder resign(Transaction.Builder transaction) {
		return compare(transaction).delete(this.key);
	}

}
