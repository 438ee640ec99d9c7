package dev.sm.coordination.raft;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on a group of three members, in which each client is another member.
 */
@Timeout(120)
class ThreeRaftMembersContractTests extends CoordinationStoreContractTests {

	private static final AtomicInteger next = new AtomicInteger();

	@TempDir
	static Path folder;

	private static RaftMembers members;

	@BeforeAll
	static void startMembers() {
		members = new RaftMembers(folder, 3).startAll().await();
	}

	@AfterAll
	static void stopMembers() {
		members.close();
	}

	@Override
	protected CoordinationStore open() {
		return members.get(next.getAndIncrement() % 3).share();
	}

}
