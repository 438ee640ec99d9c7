package dev.sm.coordination.raft;

import java.nio.file.Path;

import dev.sm.coordination.Transaction;
import dev.sm.proxy.PlantedProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy of the JVM sees nothing of what is said to each other by members of a group.
 */
@Timeout(60)
class RaftProxyTests {

	@TempDir
	private Path folder;

	@Test
	void aProxyOfTheJvmIsNotAsked() {
		try (PlantedProxy proxy = PlantedProxy.plant();
				RaftMembers members = new RaftMembers(this.folder, 2).startAll().await()) {
			for (int member = 0; member < members.count(); member++) {
				members.get(member)
					.commit(Transaction.builder().put("/sm/proxied", "no").build())
					.toCompletableFuture()
					.join();
			}
			assertThat(proxy.asked()).isEmpty();
		}
	}

}
