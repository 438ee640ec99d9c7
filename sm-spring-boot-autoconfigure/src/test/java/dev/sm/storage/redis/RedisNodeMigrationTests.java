package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeRecord.Stage;
import dev.sm.storage.NodeStorage;
import dev.sm.testkit.NodeMigrationContractTests;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedisNodeMigrationTests extends NodeMigrationContractTests {

	private static RedisServerFixture server;

	@BeforeAll
	static void startServer() {
		server = RedisServerFixture.start("--enable-debug-command", "yes");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	protected NodeStorage createNode() {
		server.execute("FLUSHALL");
		return new RedisNodeFactory()
			.create(new NodeConfig("n1", server.url(), null, null, Duration.ofSeconds(10), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RPUSH k a b c", "HSET k f v g w", "SADD k a b", "ZADD k 1 a 2 b", "XADD k * f v",
			"SETRANGE k 10 v", "PFADD k a b" })
	void valueOfEveryTypeMovesWithItsTime(String command) {
		Guard guard = new Guard("p", 7);
		record(7, Stage.RUN);
		server.execute(command.split(" "));
		server.execute("PEXPIRE", "k", "600000");
		String before = server.execute("DEBUG", "DIGEST-VALUE", "k");
		assertThat(before).startsWith("*");
		KeyCopy copy = peek("k").copy();
		assertThat(copy.remaining()).isBetween(590_000L, 600_000L);
		run(new MigrationCommand.Stage(guard, List.of(new MigrationCommand.Staging("p:7:1", copy))));
		assertThat(mark("k", copy, "p:7:1")).isTrue();
		assertThat(server.execute("EXISTS", "k")).isEqualTo(":0");
		KeyMove move = new KeyMove("k".getBytes(StandardCharsets.UTF_8), "p:7:1");
		run(new MigrationCommand.Promote(guard, false, List.of(move)));
		assertThat(server.execute("DEBUG", "DIGEST-VALUE", "k")).isEqualTo(before);
		assertThat(Long.parseLong(server.execute("PTTL", "k").substring(1))).isBetween(590_000L, 600_000L);
	}

	@Test
	void valueOfAnotherTypeThatHasChangedIsNotMarked() {
		record(7, Stage.RUN);
		server.execute("RPUSH", "k", "a");
		KeyCopy copy = peek("k").copy();
		server.execute("RPUSH", "k", "b");
		assertThat(mark("k", copy, "p:7:1")).isFalse();
		assertThat(server.execute("LLEN", "k")).isEqualTo(":2");
	}

}
