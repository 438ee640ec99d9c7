package dev.sm.coordination;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The shared store that instances coordinate through: linearizable keys with revisions,
 * sessions that keys can be bound to, and watches.
 * <p>
 * Keys are paths such as {@code /sm/orders/participants/p1}; a <em>prefix</em> is a path
 * whose last segment is complete, so {@code /a/s1} covers {@code /a/s1/x} and never
 * {@code /a/s10}. Revisions are positive, grow with every change anywhere in the store,
 * and are never used again for another state of a key; 0 stands for "absent".
 * <p>
 * Every stage completes, at the latest after the adapter's own request timeout, with a
 * {@link CoordinationException} if there is no answer. A failed {@link #commit} leaves
 * the outcome unknown: it may have been applied. An adapter sends nothing once the
 * timeout has passed; only a store that was itself stopped with the request in hand may
 * apply it later. So a transaction must name, in its compares, the revisions that it
 * stands on, or a session: then a late one is refused. Stages may complete on any thread,
 * which must not be blocked. Implementations are thread-safe.
 * <p>
 * Once closed, a store fails every call and its watches tell nothing more.
 */
public interface CoordinationStore extends AutoCloseable {

	/**
	 * Opens a session: a time-bound right to count as alive.
	 * @param ttl how long the session lives after its last renewal, more than nothing and
	 * at most {@link Session#MAX_TTL}; the store may round it up, never down
	 * @return the session, with an id that no other session of this store ever has
	 */
	CompletionStage<Session> openSession(Duration ttl);

	/**
	 * Reads one key, linearizably.
	 * @param key the key
	 * @return the entry, or {@code null} if the key is absent
	 */
	CompletionStage<@Nullable Entry> get(String key);

	/**
	 * Reads all keys below a prefix, linearizably and at one revision.
	 * @param prefix the prefix, without trailing slash
	 * @return the entries in the natural order of their keys, and the revision at which
	 * they were read
	 */
	CompletionStage<Snapshot> list(String prefix);

	/**
	 * Applies all operations of a transaction if all its compares hold, or nothing.
	 * @param transaction the transaction
	 * @return whether it was applied; completes exceptionally with
	 * {@link SessionLostException} if it binds a key to a session that has ended
	 */
	CompletionStage<CommitResult> commit(Transaction transaction);

	/**
	 * Tells of the changes below a prefix, in order and without gaps. A store may leave
	 * out a change that a later one of the same key has overtaken: what was told is at
	 * every time enough to know the present state, not every state there has been.
	 * @param prefix the prefix, without trailing slash; the key that equals it counts too
	 * @param afterRevision the revision of what the caller has already seen, as a
	 * {@link Snapshot} had it; one that the store no longer remembers, or has never
	 * reached (it was restored or wiped), is told as a gap
	 * @param listener is told, by one thread at a time
	 * @return the watch, to be closed
	 */
	Watch watch(String prefix, long afterRevision, WatchListener listener);

	/**
	 * Releases connections and threads. Sessions are left to expire. Returns within
	 * seconds even if the store is away.
	 */
	@Override
	void close();

}
