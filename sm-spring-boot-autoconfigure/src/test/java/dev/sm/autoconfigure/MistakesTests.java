package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.SelfSignedCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Makes the mistakes of {@code docs/troubleshooting.md} and compares what each says with
 * what stands there. With {@code -Ddocs.write=true} it writes what it has seen instead.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class MistakesTests {

	private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

	private static final Pattern SAID = Pattern
		.compile("(?s)Description:\\n\\n(.*?)\\n\\nAction:\\n\\n(.*?)\\n(?:\\n|$|\\d{4}-)");

	private static final String POOL = "sm.cache.pools.orders.";

	private final List<String> unnoticed = new ArrayList<>();

	@TempDir
	private Path certificates;

	@Test
	void startsThatFailSayWhatIsWrongAndWhatToDo(CapturedOutput output, @TempDir Path directory) throws IOException {
		List<String> rows = new ArrayList<>();
		for (String mistake : List.of("sm.coordination.sesion-ttl=5s", "sm.enabled=maybe", "sm.shards.count=-5",
				"sm.shards.handler-timeout=soon", "sm.shards.ownership=shared", "sm.coordination.type=zookeeper",
				"sm.coordination.session-ttl=300ms", "sm.coordination.prefix=sm",
				"sm.coordination.etcd.endpoints=nowhere", "sm.participant.id=a/b", "sm.participant.weight=-1",
				"sm.participant.address=10.0.0.1:99999", "sm.balance.tolerance=5", "sm.balance.tolerance=a bit",
				"sm.service=a/b", "spring.main.cloud-platform=kubernetes", POOL + "nodes.n1.url=localhost:6379",
				POOL + "nodes.n1.url=memcached://localhost", POOL + "nodes.n1.url=redis://localhost:port",
				POOL + "timeout=0s")) {
			add(rows, "`" + mistake + "`", () -> FailedStart.of(output, "--" + mistake));
		}
		rows.add(row("`" + POOL + "nodes.n1.weight=100`, and no `url`",
				FailedStart.of(output, "--" + POOL + "nodes.n1.weight=100")));
		String node = "--" + POOL + "nodes.n1.url=memory:";
		for (String mistake : List.of(POOL + "continuum=ketama", POOL + "continuum=jump", POOL + "type=copied",
				POOL + "nodes.n1.weight=-1", POOL + "on-change=ask")) {
			add(rows, "`" + mistake + "`", () -> FailedStart.of(output, "--" + mistake, node));
		}
		rows.add(row("`type: etcd` with a node `memory:`", FailedStart.of(output, node,
				"--sm.coordination.etcd.endpoints=http://127.0.0.1:1", "--sm.coordination.start-timeout=300ms")));
		rows.add(row("`endpoints` of both etcd and raft, and no `type`", FailedStart.of(output,
				"--sm.coordination.etcd.endpoints=http://127.0.0.1:1", "--sm.coordination.raft.peers=localhost:7400")));
		rows.add(row("etcd is not there", FailedStart.of(output, Handler.class, "--sm.participant.id=orders-1",
				"--sm.coordination.etcd.endpoints=http://127.0.0.1:1", "--sm.coordination.start-timeout=5s")));
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String port = Integer.toString(silent.getLocalPort());
			rows.add(row("etcd accepts connections and never answers",
					FailedStart.of(output, Handler.class, "--sm.participant.id=orders-1",
							"--sm.coordination.etcd.endpoints=http://127.0.0.1:" + port,
							"--sm.coordination.start-timeout=5s"),
					port, "2379"));
			rows.add(row("the port of `sm.coordination.raft.address` is taken",
					FailedStart.of(output, Handler.class, "--sm.coordination.type=raft",
							"--sm.coordination.raft.address=127.0.0.1:" + port,
							"--sm.coordination.raft.peers=127.0.0.1:" + port,
							"--sm.coordination.raft.data-dir=" + directory, "--sm.coordination.start-timeout=2s"),
					port, "7400", directory.toString(), "/var/lib/orders/raft"));
		}
		rows.add(row("two methods with `@OnShardAdd`", FailedStart.of(output, TwoMethods.class)));
		rows.add(row("a method of a handler takes an `int`", FailedStart.of(output, WrongSignature.class)));
		rows.add(row("two handlers for one service", FailedStart.of(output, TwoHandlers.class)));
		rows.add(row("`@ShardHandler(\"nobody\")`", FailedStart.of(output, OtherService.class)));
		try (ConfigurableApplicationContext first = start("--sm.coordination.prefix=/mistakes",
				"--sm.participant.id=orders-1")) {
			assertThat(first.isActive()).isTrue();
			rows.add(row("two instances with the id `orders-1`", FailedStart.of(output, Handler.class,
					"--sm.coordination.prefix=/mistakes", "--sm.participant.id=orders-1")));
		}
		compare("starts", rows);
		assertThat(this.unnoticed).isEmpty();
	}

	@Test
	void whatGoesWrongLaterSaysSoToo(CapturedOutput output) throws Exception {
		List<String> rows = new ArrayList<>();
		useRedis(rows);
		int before = output.getAll().length();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(FailedStart.Empty.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--spring.application.name=orders", "--sm.coordination.prefix=/no-handler")) {
			assertThat(context.getBean(ShardManager.class).held()).isEmpty();
		}
		rows.add("| no handler (not a bean: `@ShardHandler` outside the packages that are scanned) | "
				+ line(output.getAll().substring(before), "@ShardHandler") + " |");
		before = output.getAll().length();
		start("--sm.coordination.prefix=/no-port", "--sm.participant.address=somewhere").close();
		rows.add("| `sm.participant.address=somewhere`, and no web server | "
				+ line(output.getAll().substring(before), "sm.participant.address") + " |");
		compare("later", rows);
	}

	/**
	 * What is read first, by whoever comes while the first attempt is under way or later.
	 */
	private void useRedis(List<String> rows) throws Exception {
		HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		web.start();
		SelfSignedCertificate certificate = SelfSignedCertificate.create(this.certificates);
		String file = certificate.certificateFile().toString();
		int tls = RedisServerFixture.freePort();
		try (RedisServerFixture redis = RedisServerFixture.start("--requirepass", "right", "--tls-port",
				Integer.toString(tls), "--tls-cert-file", file, "--tls-key-file", certificate.keyFile().toString(),
				"--tls-ca-cert-file", file, "--tls-auth-clients", "no");
				RedisServerFixture full = RedisServerFixture.start("--maxclients", "1");
				Socket taken = new Socket(InetAddress.getLoopbackAddress(), full.port())) {
			taken.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
			assertThat(taken.getInputStream().read()).isEqualTo('+');
			String host = "redis://127.0.0.1:";
			Map<String, String> mistakes = new LinkedHashMap<>();
			mistakes.put("Redis is not there", host + 1);
			mistakes.put("Redis wants a password", redis.url());
			mistakes.put("Redis wants another password", "redis://:wrong@127.0.0.1:" + redis.port());
			mistakes.put("Redis has no database 99", "redis://:right@127.0.0.1:" + redis.port() + "/99");
			mistakes.put("Redis takes no more connections", full.url());
			mistakes.put("Redis speaks TLS there, the URL does not", host + tls);
			mistakes.put("the URL speaks TLS, Redis does not there", "rediss://127.0.0.1:" + redis.port());
			mistakes.put("the certificate of Redis is not trusted", "rediss://127.0.0.1:" + tls);
			mistakes.put("a web server is there, and no Redis", host + web.getAddress().getPort());
			List<String> arguments = new ArrayList<>(List.of("--sm.coordination.prefix=/later"));
			List<String> names = List.copyOf(mistakes.keySet());
			for (int i = 0; i < names.size(); i++) {
				String pool = "--sm.cache.pools.orders" + i + ".";
				arguments.add(pool + "nodes.n1.url=" + mistakes.get(names.get(i)));
				arguments.add(pool + "timeout=" + (names.get(i).startsWith("the URL speaks") ? "1s" : "60s"));
			}
			try (ConfigurableApplicationContext context = start(arguments.toArray(String[]::new))) {
				ShardedTemplates templates = context.getBean(ShardedTemplates.class);
				for (int i = 0; i < names.size(); i++) {
					rows.add(use(names.get(i), templates.get("orders" + i), "orders" + i, "orders"));
				}
			}
			try (ConfigurableApplicationContext context = start("--spring.data.redis.host=127.0.0.1",
					"--spring.data.redis.port=" + redis.port(), "--sm.coordination.prefix=/later")) {
				rows.add(use("the Redis of `spring.data.redis` wants a password",
						context.getBean(ShardedTemplate.class)));
			}
		}
		finally {
			web.stop(0);
		}
	}

	private static String use(String mistake, ShardedTemplate template, String... replaced) {
		Throwable thrown = catchThrowable(() -> template.get("key", String.class));
		assertThat(thrown).as(mistake).isNotNull();
		// which of two limits of the same length is over first depends on the machine
		String type = thrown.getMessage().contains("in time") ? "QueryTimeoutException"
				: thrown.getClass().getSimpleName();
		return "| " + mistake + " | `" + type + "`: " + cell(thrown.getMessage(), replaced) + " |";
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(FailedStart.Empty.class, Handler.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(arguments);
	}

	/** That one mistake is not noticed must not hide the others. */
	private void add(List<String> rows, String mistake, Supplier<String> start) {
		try {
			rows.add(row(mistake, start.get()));
		}
		catch (AssertionError ex) {
			this.unnoticed.add(mistake + ": " + ex.getMessage());
		}
	}

	private static String row(String mistake, String output, String... replaced) {
		Matcher said = SAID.matcher(output);
		assertThat(said.find()).as("%s: %s", mistake, output).isTrue();
		return "| " + mistake + " | " + cell(said.group(1), replaced) + " | " + cell(said.group(2), replaced) + " |";
	}

	private static String cell(String text, String... replaced) {
		String cell = text.strip();
		for (int i = 0; i < replaced.length; i += 2) {
			cell = cell.replace(replaced[i], replaced[i + 1]);
		}
		// what the client has said by then depends on the machine
		return cell.replaceAll("DEADLINE_EXCEEDED: .*", "DEADLINE_EXCEEDED ...")
			.replaceAll("did not say why \\(.*?\\)", "did not say why (Connection reset)")
			.replace("|", "\\|")
			.replace("<", "&lt;")
			.replaceAll("\\s*\\n\\s*", "<br>");
	}

	private static String line(String output, String word) {
		String found = output.lines()
			.filter((line) -> line.contains(word))
			.findFirst()
			.orElseThrow(() -> new AssertionError("nothing is logged with " + word));
		return "logged: " + cell(found.substring(found.indexOf(" : ") + 3));
	}

	private static void compare(String table, List<String> rows) throws IOException {
		String page = Files.readString(PAGE);
		Pattern block = Pattern
			.compile("(?s)(<!-- " + table + ":[^\\n]*-->\\n\\n\\|[^\\n]*\\n\\|[^\\n]*\\n)(.*?)\\n\\n");
		Matcher found = block.matcher(page);
		assertThat(found.find()).as("the table of %s", table).isTrue();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE,
					page.substring(0, found.start(2)) + String.join("\n", rows) + page.substring(found.end(2)));
			return;
		}
		assertThat(Arrays.asList(found.group(2).split("\n"))).isEqualTo(rows);
	}

	@ShardHandler
	static class Handler {

		@OnShardAdd
		void add() {
		}

	}

	@ShardHandler
	static class Another {

		@OnShardAdd
		void add() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Handler.class, Another.class })
	static class TwoHandlers {

	}

	@ShardHandler
	static class TwoMethods {

		@OnShardAdd
		void add() {
		}

		@OnShardAdd
		void addToo() {
		}

	}

	@ShardHandler
	static class WrongSignature {

		@OnShardAdd
		void add(int shard) {
		}

	}

	@ShardHandler("nobody")
	static class OtherService {

		@OnShardAdd
		void add() {
		}

	}

}
