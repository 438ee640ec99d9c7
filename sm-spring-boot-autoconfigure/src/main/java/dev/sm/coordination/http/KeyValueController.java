package dev.sm.coordination.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Reads, writes and watches keys. Any member answers.
 */
@RestController
public final class KeyValueController extends GuardedController {

	private static final String KEY = "/sm/kv/{*key}";

	private final CoordinationStore store;

	private final GroupAccess group;

	private final KeyWatches watches;

	/**
	 * Creates the controller.
	 * @param store the store
	 * @param group the group that the store is
	 * @param access who may ask
	 */
	public KeyValueController(CoordinationStore store, GroupAccess group, RequestAccess access) {
		super(access);
		this.store = store;
		this.group = group;
		this.watches = new KeyWatches(store);
	}

	@GetMapping(KEY)
	ResponseEntity<byte[]> get(@PathVariable String key, @RequestParam(defaultValue = "default") String level) {
		String path = KeySpace.key(KeySpace.VALUES, key);
		Entry entry = switch (level.toLowerCase(Locale.ROOT)) {
			case "stale" -> stale(path);
			// what the leader alone believes may be old: both ask a majority
			case "default", "consistent" -> answer(this.store.get(path));
			default -> throw new IllegalArgumentException(
					"'level' must be stale, default or consistent (was '" + level + "')");
		};
		if (entry == null) {
			throw new HttpFailure(HttpStatus.NOT_FOUND, "there is no key '" + key + "'");
		}
		return ResponseEntity.ok()
			.eTag("\"" + entry.revision() + "\"")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.header("X-Content-Type-Options", "nosniff")
			.body(KeySpace.decode(entry.value()));
	}

	private @Nullable Entry stale(String path) {
		return this.group.listStale(path)
			.entries()
			.stream()
			.filter((entry) -> entry.key().equals(path))
			.findFirst()
			.orElse(null);
	}

	@PutMapping(KEY)
	ResponseEntity<Void> put(@PathVariable String key,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
			HttpServletRequest request) throws IOException {
		String path = KeySpace.key(KeySpace.VALUES, key);
		byte[] body;
		try (InputStream in = request.getInputStream()) {
			body = in.readNBytes(KeySpace.MAX_BYTES + 1);
		}
		Transaction.Builder transaction = conditional(path, ifMatch, ifNoneMatch).put(path, KeySpace.encode(body));
		return commit(key, transaction);
	}

	@DeleteMapping(KEY)
	ResponseEntity<Void> delete(@PathVariable String key,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
		String path = KeySpace.key(KeySpace.VALUES, key);
		return commit(key, conditional(path, ifMatch, null).delete(path));
	}

	private static Transaction.Builder conditional(String path, @Nullable String ifMatch,
			@Nullable String ifNoneMatch) {
		Transaction.Builder transaction = Transaction.builder();
		if (ifNoneMatch != null) {
			if (!ifNoneMatch.equals("*") || ifMatch != null) {
				throw new IllegalArgumentException("If-None-Match must be * and alone");
			}
			return transaction.ifAbsent(path);
		}
		if (ifMatch != null) {
			if (!ifMatch.matches("\"[1-9]\\d{0,17}\"")) {
				throw new IllegalArgumentException("If-Match must be one ETag as a GET answers it");
			}
			transaction.ifUnchanged(path, Long.parseLong(ifMatch.substring(1, ifMatch.length() - 1)));
		}
		return transaction;
	}

	private ResponseEntity<Void> commit(String key, Transaction.Builder transaction) {
		var result = answer(this.store.commit(transaction.build()));
		if (!result.applied()) {
			throw new HttpFailure(HttpStatus.PRECONDITION_FAILED,
					"the key '" + key + "' is not as the request demands");
		}
		return ResponseEntity.ok().eTag("\"" + result.revision() + "\"").build();
	}

	@GetMapping(path = KEY, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter watch(@PathVariable String key,
			@RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId) {
		String prefix = key.equals("/") || key.isEmpty() ? KeySpace.VALUES : KeySpace.key(KeySpace.VALUES, key);
		return this.watches.open(prefix, lastEventId);
	}

}
