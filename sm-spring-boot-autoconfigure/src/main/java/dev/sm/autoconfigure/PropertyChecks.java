package dev.sm.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sm.coordination.Keys;
import dev.sm.manager.ServiceSettings;
import org.jspecify.annotations.Nullable;

/** Checks the ranges of all properties but those of pools. */
final class PropertyChecks {

	static final Duration MIN_SESSION_TTL = Duration.ofSeconds(1);

	static final Duration MAX_SESSION_TTL = Duration.ofMinutes(10);

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._\\-:@+=]{1,200}");

	private static final Pattern HOST = Pattern.compile("([\\p{Alnum}.\\-]+|\\[[\\p{XDigit}:]+])(:\\d{1,5})?");

	private PropertyChecks() {
	}

	static void check(@Nullable String service, CoordinationProperties coordination, ParticipantProperties participant,
			ShardsProperties shards, BalanceProperties balance) {
		if (service != null && !service.isEmpty()) {
			checkService("sm.service", service);
		}
		checkCoordination(coordination);
		checkParticipant(participant);
		checkShards(shards);
		positive("sm.balance.max-moves-in-flight", balance.maxMovesInFlight());
		require(balance.tolerance() >= 0 && balance.tolerance() <= 1, "sm.balance.tolerance", balance.tolerance(),
				"between 0 and 1, where 0.1 is 10 percent");
		require(!balance.recoveryGrace().isNegative(), "sm.balance.recovery-grace", text(balance.recoveryGrace()),
				"0s or more");
		require(!balance.loadHalfLife().isNegative(), "sm.balance.load-half-life", text(balance.loadHalfLife()),
				"0s or more");
		positive("sm.balance.load-max-age", balance.loadMaxAge());
		require(!balance.coolDown().isNegative(), "sm.balance.cool-down", text(balance.coolDown()), "0s or more");
	}

	static void checkService(String key, String service) {
		require(!service.isBlank() && service.length() <= 200 && service.indexOf('/') < 0 && !isDots(service), key,
				service, "1 to 200 characters without '/'");
	}

	private static void checkCoordination(CoordinationProperties coordination) {
		try {
			Keys.check(coordination.prefix());
		}
		catch (IllegalArgumentException ex) {
			throw InvalidPropertyException.of("sm.coordination.prefix", coordination.prefix(),
					"a path such as '/sm': with a leading slash, without an empty segment, '.' or '..'");
		}
		Duration ttl = coordination.sessionTtl();
		if (ttl.compareTo(MIN_SESSION_TTL) < 0 || ttl.compareTo(MAX_SESSION_TTL) > 0) {
			throw new InvalidPropertyException("sm.coordination.session-ttl",
					"'sm.coordination.session-ttl' must be between " + text(MIN_SESSION_TTL) + " and "
							+ text(MAX_SESSION_TTL) + " (was '" + text(ttl)
							+ "'). A session is renewed every quarter of it, here every " + text(ttl.dividedBy(4))
							+ ": a shorter one ends before a renewal that is late by one pause or one round trip, "
							+ "a longer one keeps the shards of a dead instance without owner for as long.",
					"Set 'sm.coordination.session-ttl' to a value between " + text(MIN_SESSION_TTL) + " and "
							+ text(MAX_SESSION_TTL) + "; 10s is the default.");
		}
		positive("sm.coordination.start-timeout", coordination.startTimeout());
	}

	private static void checkParticipant(ParticipantProperties participant) {
		if (participant.id() != null && !participant.id().isEmpty()) {
			checkName("sm.participant.id", participant.id());
		}
		if (participant.address() != null && !participant.address().isEmpty()) {
			checkAddress(participant.address());
		}
		require(participant.weight() >= 0 && participant.weight() <= 1_000_000, "sm.participant.weight",
				participant.weight(), "between 0 and 1000000");
		Integer maxShards = participant.maxShards();
		require(maxShards == null || maxShards >= 0, "sm.participant.max-shards", maxShards, "0 or more");
		if (!participant.zone().isEmpty()) {
			checkName("sm.participant.zone", participant.zone());
		}
		participant.tags().forEach((tag) -> checkName("sm.participant.tags", tag));
		require(!participant.stopDelay().isNegative(), "sm.participant.stop-delay", text(participant.stopDelay()),
				"0s or more");
	}

	private static void checkName(String key, String name) {
		require(NAME.matcher(name).matches() && !isDots(name), key, name,
				"1 to 200 letters, digits or characters of '._-:@+='");
	}

	private static void checkAddress(String address) {
		boolean uri = address.contains("://") ? isUri(address) : isHost(address);
		if (!uri) {
			throw new InvalidPropertyException("sm.participant.address",
					"'sm.participant.address' must be a URI such as 'http://10.0.0.1:8080', a host, or a host and port, "
							+ "without user and password.",
					"Change 'sm.participant.address', or remove it to use the address of the web server.");
		}
	}

	private static boolean isHost(String address) {
		Matcher host = HOST.matcher(address);
		return host.matches() && (host.group(2) == null || isPort(Integer.parseInt(host.group(2).substring(1))));
	}

	private static boolean isPort(int port) {
		return port >= 1 && port <= 65_535;
	}

	private static boolean isUri(String address) {
		try {
			URI uri = new URI(address);
			return uri.getHost() != null && uri.getRawUserInfo() == null
					&& (uri.getPort() == -1 || isPort(uri.getPort()));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static void checkShards(ShardsProperties shards) {
		checkCount("sm.shards.count", shards.count());
		positive("sm.shards.handler-timeout", shards.handlerTimeout());
		ProgramChecks.check("sm.shards.program", shards.program());
		shards.services().forEach((name, service) -> {
			String prefix = "sm.shards.services." + name;
			checkService(prefix, name);
			checkCount(prefix + ".count", service.count());
			positive(prefix + ".handler-timeout", service.handlerTimeout());
			ProgramChecks.check(prefix + ".program", service.program());
		});
	}

	private static void checkCount(String key, @Nullable Integer count) {
		require(count == null || (count >= 0 && count <= ServiceSettings.MAX_COUNT), key, count,
				"between 0 and " + ServiceSettings.MAX_COUNT);
	}

	static void positive(String key, @Nullable Integer value) {
		require(value == null || value > 0, key, value, "1 or more");
	}

	static void positive(String key, @Nullable Duration value) {
		require(value == null || value.compareTo(Duration.ofMillis(1)) >= 0, key, (value != null) ? text(value) : null,
				"1ms or more");
	}

	static void require(boolean valid, String key, @Nullable Object value, String expected) {
		if (!valid) {
			throw InvalidPropertyException.of(key, value, expected);
		}
	}

	static String text(Duration duration) {
		if (duration.toMillis() % 1000 != 0 || duration.isZero()) {
			return duration.isZero() ? "0s" : duration.toMillis() + "ms";
		}
		return (duration.toSeconds() % 60 == 0) ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
	}

	private static boolean isDots(String name) {
		return ".".equals(name) || "..".equals(name);
	}

}
