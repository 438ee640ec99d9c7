package dev.sm.coordination.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP interface needs of the group beside what every coordination store has.
 * Implementations are thread-safe.
 */
public interface GroupAccess {

	/**
	 * Reads what this member knows, without asking the others.
	 * @param prefix the prefix
	 * @return the keys at or below it, possibly old
	 */
	Snapshot listStale(String prefix);

	/**
	 * A session that was opened anywhere in the group.
	 * @param id its id
	 * @param ttl its time to live
	 * @return the session, which may have ended
	 */
	Session session(String id, Duration ttl);

	/**
	 * How long a session lives if it is not renewed.
	 * @param id its id
	 * @return the time; {@code null} if it has ended
	 */
	CompletionStage<@Nullable Duration> timeToLive(String id);

	/**
	 * Adds a member to the group.
	 * @param member {@code host:port} or {@code id@host:port}
	 * @return completes when it counts
	 */
	CompletionStage<Void> add(String member);

	/**
	 * Removes a member from the group.
	 * @param id its id
	 * @return completes when it does not count any more
	 */
	CompletionStage<Void> remove(String id);

	/**
	 * This member.
	 * @return its id
	 */
	String memberId();

	/**
	 * Who leads, as far as this member knows.
	 * @return its id, or {@code null}
	 */
	@Nullable String leader();

	/**
	 * The members, as far as this one knows.
	 * @return their addresses
	 */
	List<String> members();

}
