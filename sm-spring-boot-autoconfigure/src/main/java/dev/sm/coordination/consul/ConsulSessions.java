package dev.sm.coordination.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, renews and ends sessions, and the checks that they are bound to.
 */
final class ConsulSessions {

	/** The service whose checks they are: it takes no other right to have them. */
	static final String SERVICE = "sm-session";

	/** Consul's floor. */
	static final Duration MIN_TTL = Duration.ofSeconds(10);

	/**
	 * What the check lasts longer. An agent that is restarted counts in whole seconds,
	 * and must not end a session too early either.
	 */
	static final Duration SLACK = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(ConsulSessions.class);

	private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private final ConsulDriver driver;

	ConsulSessions(ConsulDriver driver) {
		this.driver = driver;
	}

	static boolean isId(String sessionId) {
		return ID.matcher(sessionId).matches();
	}

	Session open(ConsulCalls calls, Duration ttl) {
		Duration own = (ttl.compareTo(MIN_TTL) < 0) ? MIN_TTL : ttl;
		String check = register(calls, ttl);
		try {
			String id = create(calls, own, check);
			return new ConsulSession(this.driver, id, check, (check != null) ? ttl : own);
		}
		catch (RuntimeException ex) {
			if (check != null) {
				this.driver.submit((later) -> deregister(later, check));
			}
			throw ex;
		}
	}

	private @Nullable String register(ConsulCalls calls, Duration ttl) {
		String id = SERVICE + "-" + this.driver.newId();
		byte[] service = ConsulJson
			.write(Map.of("ID", id, "Name", SERVICE, "Check", Map.of("CheckID", id, "Name", "session of an instance",
					"TTL", millis(ttl.plus(SLACK)), "Status", "passing", "DeregisterCriticalServiceAfter", "1m")));
		ConsulAnswer answer = calls.ask("register check", true, (api) -> api.registerService(service));
		if (answer.isDenied()) {
			logger
				.warn("Consul denies the token 'service:write' for '{}': sessions have no check and end up to {} after"
						+ " their last renewal", SERVICE, MIN_TTL.multipliedBy(2));
			return null;
		}
		if (!answer.isOk()) {
			throw calls.refused("register check", answer);
		}
		return id;
	}

	private String create(ConsulCalls calls, Duration ttl, @Nullable String check) {
		byte[] session = ConsulJson.write(Map.of("Name", SERVICE, "TTL", millis(ttl), "Behavior", "delete", "LockDelay",
				"0s", "NodeChecks", (check != null) ? List.of(check) : List.of()));
		ConsulAnswer answer;
		do {
			// not repeatable: a session that was opened unheard would live on beside this
			// one
			answer = calls.ask("open session", false, (api) -> api.createSession(session));
		}
		// the agent tells the servers of the check after it has answered
		while (!answer.isOk() && answer.says("Missing check") && calls.pause());
		if (!answer.isOk()) {
			throw calls.refused("open session", answer);
		}
		return ConsulJson.sessionId(answer);
	}

	private static String millis(Duration duration) {
		return duration.plusNanos(999_999).toMillis() + "ms";
	}

	/**
	 * Starts the time to live anew: that of the check first, so that a session whose
	 * renewal is answered had a check that passed.
	 * @param calls asks
	 * @param session the session
	 */
	@SuppressWarnings("NullAway") // the only value of Void
	Void renew(ConsulCalls calls, ConsulSession session) {
		String check = session.check();
		if (check != null && !pass(calls, check)) {
			// its end is under way; made certain, so that nobody waits for it
			destroy(calls, session.id());
			throw lost(session);
		}
		ConsulAnswer answer = calls.ask("renew", true, (api) -> api.renewSession(session.id()));
		if (answer.isUnknown()) {
			throw lost(session);
		}
		if (!answer.isOk()) {
			throw calls.refused("renew", answer);
		}
		return null;
	}

	private boolean pass(ConsulCalls calls, String check) {
		ConsulAnswer answer = calls.ask("renew", true, (api) -> api.pass(check));
		if (!answer.isOk() && !answer.isUnknown()) {
			throw calls.refused("renew", answer);
		}
		return answer.isOk();
	}

	private SessionLostException lost(ConsulSession session) {
		String check = session.check();
		if (check != null) {
			this.driver.submit((later) -> deregister(later, check));
		}
		return new SessionLostException(session.id());
	}

	@SuppressWarnings("NullAway") // the only value of Void
	Void close(ConsulCalls calls, ConsulSession session) {
		destroy(calls, session.id());
		if (session.check() != null) {
			deregister(calls, session.check());
		}
		return null;
	}

	private void destroy(ConsulCalls calls, String sessionId) {
		ConsulAnswer answer = calls.ask("close session", true, (api) -> api.destroySession(sessionId));
		if (!answer.isOk() && !answer.isUnknown()) {
			throw calls.refused("close session", answer);
		}
	}

	/** Tidies up; the agent does so itself a minute after the check has failed. */
	@SuppressWarnings("NullAway") // the only value of Void
	private Void deregister(ConsulCalls calls, String check) {
		ConsulAnswer answer = calls.ask("deregister check", false, (api) -> api.deregisterService(check));
		if (!answer.isOk()) {
			logger.debug("Service '{}' of Consul was not deregistered: {}", check, answer.text());
		}
		return null;
	}

}
