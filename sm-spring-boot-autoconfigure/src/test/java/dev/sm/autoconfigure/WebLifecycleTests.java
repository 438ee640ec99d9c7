package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ownership beside a real web server.
 */
@Timeout(60)
class WebLifecycleTests {

	private static final int SHARDS = 4;

	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(
			"--server.port=0", "--server.address=127.0.0.1", "--spring.application.name=web",
			"--sm.shards.count=" + SHARDS, "--spring.main.banner-mode=off");

	private final Handler handler = this.context.getBean(Handler.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void claimsShardsWhenThePortIsOpen() {
		awaitShards();
		assertThat(this.handler.added).hasSize(SHARDS).containsOnly(true);
	}

	@Test
	void dropsShardsBeforeThePortCloses() {
		awaitShards();
		this.context.close();
		assertThat(this.handler.dropped).hasSize(SHARDS).containsOnly(true);
	}

	@Test
	void closesThePortAtLast() {
		awaitShards();
		int port = port();
		this.context.close();
		assertThat(isOpen(port)).isFalse();
	}

	@Test
	void tellsTheAddressOfTheWebServer() {
		ShardRouter router = this.context.getBean(ShardRouter.class);
		URI address = URI.create("http://127.0.0.1:" + port());
		Awaitility.await()
			.untilAsserted(() -> assertThat(router.ownerOf("0").map(ShardOwner::address)).contains(address));
	}

	@Test
	void stopsBeforeTheWebServerAndItsGracefulShutdown() {
		assertThat(OwnershipLifecycle.PHASE).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
			.isGreaterThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	private void awaitShards() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.context.getBean(ShardManager.class).held()).hasSize(SHARDS));
		Awaitility.await().untilAsserted(() -> assertThat(this.handler.added).hasSize(SHARDS));
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static boolean isOpen(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SmAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class })
	@Import(Handler.class)
	static class Application {

	}

	/** Notes whether the port was open when shards came and went. */
	@ShardHandler
	static class Handler {

		final List<Boolean> added = new CopyOnWriteArrayList<>();

		final List<Boolean> dropped = new CopyOnWriteArrayList<>();

		private final Environment environment;

		Handler(Environment environment) {
			this.environment = environment;
		}

		@OnShardAdd
		void add(Shard shard) {
			this.added.add(open());
		}

		@OnShardDrop
		void drop(Shard shard) {
			this.dropped.add(open());
		}

		private boolean open() {
			Integer port = this.environment.getProperty("local.server.port", Integer.class);
			return port != null && isOpen(port);
		}

	}

}
