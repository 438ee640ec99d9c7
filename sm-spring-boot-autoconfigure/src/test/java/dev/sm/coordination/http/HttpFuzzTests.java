package dev.sm.coordination.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.event.OperatorLog;
import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage in requests to the keys and leases over HTTP: answered, and never as if the
 * server had failed.
 */
public class HttpFuzzTests {

	private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE,
			HttpMethod.POST);

	@TestFactory
	Stream<DynamicTest> requests() {
		return Fuzzing.tests(targets(), 10);
	}

	/**
	 * What is fuzzed. The lines of a request are: method, path, query, If-Match,
	 * If-None-Match, Last-Event-ID, type, and then its body.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		LocalCoordinationStore store = LocalCoordinationStore.shared("http-fuzz");
		Group group = new Group(store);
		RequestAccess access = new RequestAccess(null, true);
		MockMvc mvc = MockMvcBuilders
			.standaloneSetup(new KeyValueController(store, group, access), new LeaseController(store, group, access),
					new GroupController(group, OperatorLog.NONE, access))
			.build();
		String json = "\n\n\n\n\napplication/json\n";
		return List.of(FuzzTarget.text("keys and leases by HTTP", Set.of(), (text) -> send(mvc, text.split("\n", 8)),
				"1\n/sm/kv/a/b\n\n\"3\"\n\n\n\nvalue", "0\n/sm/kv/a/b\nlevel=stale", "0\n/sm/kv/",
				"1\n/sm/kv/c\n\n\n*\n\n\n\u0001\u00e9", "2\n/sm/kv/a/b\n\n\"1\"", "3\n/sm/lease/grant\nttl=10&name=n",
				"3\n/sm/lease/keepalive/7\nkey=k&data=d", "3\n/sm/lease/revoke/7", "0\n/sm/lease/timetolive/7",
				"0\n/sm/lease/kv/k\nprefix=n", "0\n/sm/lease/kv", "0\n/sm/raft",
				"3\n/sm/raft/join" + json + "{\"id\":\"m\",\"raftAddr\":\"h:1\"}",
				"3\n/sm/raft/join" + json + "{\"raftAddr\":null}", "3\n/sm/raft/leave" + json + "{\"id\":null}",
				"0\n/sm/kv/a\n\n\n\n-1\ntext/event-stream\n"),
				FuzzTarget.text("lease", Set.of(), LeaseRecord::parse, "10\ns1\nname"),
				FuzzTarget.text("value over HTTP", Set.of(IllegalArgumentException.class), KeySpace::decode, "tvalue",
						"bAAAA"));
	}

	private static void send(MockMvc mvc, String[] lines) {
		HttpMethod method = METHODS.get(line(lines, 0).isEmpty() ? 0 : line(lines, 0).charAt(0) % METHODS.size());
		MockHttpServletRequestBuilder request = MockMvcRequestBuilders
			.request(method, uri(line(lines, 1), line(lines, 2)))
			.content(line(lines, 7).getBytes(StandardCharsets.UTF_8));
		header(request, "If-Match", line(lines, 3));
		header(request, "If-None-Match", line(lines, 4));
		header(request, "Last-Event-ID", line(lines, 5));
		header(request, line(lines, 6).startsWith("text") ? "Accept" : "Content-Type",
				line(lines, 6).matches("[a-z-]+/[a-z-]+") ? line(lines, 6) : "");
		try {
			MvcResult result = mvc.perform(request).andReturn();
			assertThat(result.getResponse().getStatus()).isLessThan(500);
			if (result.getRequest().isAsyncStarted()) {
				result.getRequest().getAsyncContext().complete();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String line(String[] lines, int index) {
		return (index < lines.length) ? lines[index] : "";
	}

	private static void header(MockHttpServletRequestBuilder request, String name, String value) {
		if (!value.isEmpty()) {
			request.header(name, value);
		}
	}

	/** With everything escaped that a server would not let pass. */
	private static URI uri(String path, String query) {
		StringBuilder text = new StringBuilder("http://localhost");
		for (String part : path.replaceFirst("^/*", "").split("/", -1)) {
			text.append('/').append(escaped(part));
		}
		text.append('?');
		for (String part : query.split("&", -1)) {
			int equals = part.indexOf('=');
			text.append(escaped(part.substring(0, Math.max(0, equals))))
				.append('=')
				.append(escaped(part.substring(equals + 1)))
				.append('&');
		}
		return URI.create(text.toString());
	}

	private static String escaped(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/** A group of one. */
	private static final class Group implements GroupAccess {

		private final LocalCoordinationStore store;

		private Group(LocalCoordinationStore store) {
			this.store = store;
		}

		@Override
		public Snapshot listStale(String prefix) {
			return this.store.list(prefix).toCompletableFuture().join();
		}

		@Override
		public Session session(String id, Duration ttl) {
			throw new SessionLostException(id);
		}

		@Override
		public CompletionStage<@Nullable Duration> timeToLive(String id) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<Void> add(String member) {
			return member.contains(":") ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(new IllegalArgumentException("refused: '" + member + "'"));
		}

		@Override
		public CompletionStage<Void> remove(String id) {
			return id.isEmpty() ? CompletableFuture.failedFuture(new IllegalArgumentException("refused"))
					: CompletableFuture.completedFuture(null);
		}

		@Override
		public String memberId() {
			return "m1";
		}

		@Override
		public @Nullable String leader() {
			return null;
		}

		@Override
		public List<String> members() {
			return List.of("localhost:7400");
		}

	}

}
