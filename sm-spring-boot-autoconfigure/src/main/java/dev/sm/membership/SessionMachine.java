package dev.sm.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Owns the one session of this instance. Passive: it is told events together with the
 * monotonic time, and answers with actions and the time at which it wants to be told
 * {@link SessionEvent.Tick}. Not thread-safe.
 * <p>
 * The rule that everything rests on: a session is believed in until the time at which the
 * last <em>answered</em> renewal was <em>sent</em>, plus its time to live, less a margin.
 * The store counts from when it processed that renewal, which is later, so it ends the
 * session later as long as both clocks run at rates within one percent: for that, two
 * percent of margin are enough, and the rest is for the time from asking to acting. A
 * life that was over once stays over, even if an answer still comes.
 * <p>
 * A renewal is sent every quarter of the time to live, whether or not earlier ones were
 * answered; one that failed is repeated sooner.
 */
public final class SessionMachine {

	/** What is taken off the time to live: 10 percent. */
	public static final double MARGIN = 0.1;

	private static final int RENEWALS = 4;

	private static final int RETRIES = 16;

	private static final long MAX_BACKOFF = Duration.ofSeconds(2).toNanos();

	private final Duration ttl;

	private final double margin;

	private final List<SessionAction> actions = new ArrayList<>();

	private boolean wanted;

	private boolean opening;

	private int failures;

	private long openAt;

	private long renewedAt;

	private long renewAt;

	private long granted;

	private @Nullable Incarnation incarnation;

	private @Nullable String lastError;

	/**
	 * Creates a machine that waits for {@link SessionEvent.Start}.
	 * @param ttl the time to live to ask for
	 */
	public SessionMachine(Duration ttl) {
		this(ttl, MARGIN);
	}

	SessionMachine(Duration ttl, double margin) {
		this.ttl = ttl;
		this.margin = margin;
	}

	/**
	 * Takes an event.
	 * @param event what happened
	 * @param now the monotonic time in nanoseconds
	 * @return what is to be done, in order
	 */
	public List<SessionAction> on(SessionEvent event, long now) {
		this.actions.clear();
		if (this.incarnation != null && !this.incarnation.validAt(now)) {
			end("it was not renewed in time", now, true);
		}
		take(event, now);
		proceed(now);
		return List.copyOf(this.actions);
	}

	private void take(SessionEvent event, long now) {
		if (event instanceof SessionEvent.Start) {
			this.wanted = true;
			this.openAt = now;
		}
		else if (event instanceof SessionEvent.Stop) {
			this.wanted = false;
			end("this instance stops", now, true);
		}
		else if (event instanceof SessionEvent.Opened opened) {
			opened(opened, now);
		}
		else if (event instanceof SessionEvent.OpenFailed failed) {
			this.opening = false;
			retryOpen(failed.reason(), now);
		}
		else if (event instanceof SessionEvent.Renewed renewed) {
			renewed(renewed);
		}
		else if (event instanceof SessionEvent.RenewFailed failed) {
			renewFailed(failed);
		}
		else if (event instanceof SessionEvent.Lost lost && isCurrent(lost.sessionId())) {
			end("the store has ended it", now, false);
		}
	}

	private void opened(SessionEvent.Opened opened, long now) {
		this.opening = false;
		long validUntil = validUntil(opened.sentAt(), opened.ttl().toNanos());
		if (!this.wanted || this.incarnation != null || now - validUntil >= 0) {
			this.actions.add(new SessionAction.Close(opened.sessionId()));
			retryOpen("the answer to opening a session came too late", now);
			return;
		}
		this.failures = 0;
		this.lastError = null;
		this.granted = opened.ttl().toNanos();
		this.incarnation = new Incarnation(opened.sessionId(), opened.ttl(), validUntil);
		this.renewedAt = opened.sentAt();
		this.renewAt = opened.sentAt() + this.granted / RENEWALS;
		this.actions.add(new SessionAction.Began(this.incarnation));
	}

	private void renewed(SessionEvent.Renewed renewed) {
		if (this.incarnation != null && isCurrent(renewed.sessionId())) {
			this.incarnation.extendTo(validUntil(renewed.sentAt(), this.granted));
			this.lastError = null;
		}
	}

	private void renewFailed(SessionEvent.RenewFailed failed) {
		if (isCurrent(failed.sessionId())) {
			this.lastError = failed.reason();
			long soon = this.renewedAt + this.granted / RETRIES;
			if (soon - this.renewAt < 0) {
				this.renewAt = soon;
			}
		}
	}

	private void proceed(long now) {
		if (this.incarnation != null && now - this.renewAt >= 0) {
			this.renewedAt = now;
			this.renewAt = now + this.granted / RENEWALS;
			this.actions.add(new SessionAction.Renew(this.incarnation.id()));
		}
		if (this.wanted && this.incarnation == null && !this.opening && now - this.openAt >= 0) {
			this.opening = true;
			this.actions.add(new SessionAction.Open(this.ttl));
		}
	}

	private void retryOpen(String reason, long now) {
		this.lastError = reason;
		long backoff = Math.min(MAX_BACKOFF, this.ttl.toNanos() / RETRIES << Math.min(this.failures, 10));
		this.failures++;
		this.openAt = now + backoff;
	}

	private void end(String reason, long now, boolean close) {
		Incarnation ended = this.incarnation;
		if (ended == null) {
			return;
		}
		this.incarnation = null;
		this.openAt = now;
		ended.end();
		this.actions.add(new SessionAction.Ended(ended, reason));
		if (close) {
			this.actions.add(new SessionAction.Close(ended.id()));
		}
	}

	private boolean isCurrent(String sessionId) {
		return this.incarnation != null && this.incarnation.id().equals(sessionId);
	}

	private long validUntil(long sentAt, long ttlNanos) {
		return sentAt + (long) (ttlNanos * (1 - this.margin));
	}

	/**
	 * When the machine wants to be told that time has passed.
	 * @return an instant of the monotonic clock, in nanoseconds
	 */
	public OptionalLong wakeUpAt() {
		if (this.incarnation != null) {
			long validUntil = this.incarnation.validUntil();
			return OptionalLong.of((validUntil - this.renewAt < 0) ? validUntil : this.renewAt);
		}
		return (this.wanted && !this.opening) ? OptionalLong.of(this.openAt) : OptionalLong.empty();
	}

	/**
	 * The present life, if there is one; it may be over by the clock already.
	 * @return the life
	 */
	public Optional<Incarnation> incarnation() {
		return Optional.ofNullable(this.incarnation);
	}

	/**
	 * How this instance stands with the store.
	 * @param now the monotonic time in nanoseconds
	 * @return the state of its session
	 */
	public MembershipStatus status(long now) {
		Incarnation current = this.incarnation;
		boolean valid = current != null && current.validAt(now);
		return new MembershipStatus(valid, (current != null) ? current.id() : null, this.lastError);
	}

}
