package dev.sm.routing.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Marks forwarded requests so that the receiver knows that a participant did it: with a
 * code that only those can make who read the coordination store. A mark is bound to its
 * receiver, the shard, and the request; one that is not proven counts as none.
 * Thread-safe.
 */
public final class HopMarks {

	private static final String ALGORITHM = "HmacSHA256";

	private final Supplier<List<String>> secrets;

	/**
	 * Creates it.
	 * @param secrets the secrets that participants share: the one to mark with first, and
	 * others that are still taken; none while they are not known
	 */
	public HopMarks(Supplier<List<String>> secrets) {
		this.secrets = secrets;
	}

	@Nullable String mark(Hop hop, Bound bound) {
		List<String> secrets = this.secrets.get();
		return secrets.isEmpty() ? null : text(hop) + "." + code(secrets.get(0), hop, bound);
	}

	Hop read(@Nullable String mark, Bound bound) {
		String[] parts = (mark != null && mark.length() <= 200) ? mark.split("\\.", -1) : new String[0];
		if (parts.length != 3) {
			return Hop.NONE;
		}
		try {
			Hop hop = new Hop(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
			if (!text(hop).equals(parts[0] + "." + parts[1])) {
				// one number has many spellings, and one was marked
				return Hop.NONE;
			}
			boolean proven = this.secrets.get()
				.stream()
				.anyMatch((secret) -> MessageDigest.isEqual(bytes(parts[2]), bytes(code(secret, hop, bound))));
			return proven ? hop : Hop.NONE;
		}
		catch (NumberFormatException ex) {
			return Hop.NONE;
		}
	}

	private static String text(Hop hop) {
		return hop.count() + "." + hop.epoch();
	}

	private static String code(String secret, Hop hop, Bound bound) {
		String signed = String.join("\n", text(hop), bound.participantId(), bound.service(), bound.shardId(),
				bound.method(), bound.uri());
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(bytes(secret), ALGORITHM));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(signed)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ALGORITHM + " must be there on every JVM", ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What a mark is good for.
	 *
	 * @param participantId who is to receive it
	 * @param service the service
	 * @param shardId the shard
	 * @param method the method of the request
	 * @param uri the path and query of the request
	 */
	record Bound(String participantId, String service, String shardId, String method, String uri) {

	}

}
