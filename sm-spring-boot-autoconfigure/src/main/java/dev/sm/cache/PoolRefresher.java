package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

import dev.sm.cache.PoolRefresh.Outcome;
import dev.sm.cache.PoolRefresh.Result;
import dev.sm.cache.PoolSettings.OnChange;
import dev.sm.storage.InvalidNodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what was read of the configuration to pools that are in use.
 */
final class PoolRefresher {

	private static final Logger logger = LoggerFactory.getLogger(PoolRefresher.class);

	private final LivePoolMigrations migrations;

	private final MigrationDriver driver;

	private final PoolMaker maker;

	PoolRefresher(LivePoolMigrations migrations, MigrationDriver driver, PoolMaker maker) {
		this.migrations = migrations;
		this.driver = driver;
		this.maker = maker;
	}

	Outcome apply(Pool pool, PoolSettings next) {
		PoolMember member = this.driver.member(pool.name());
		ConfiguredNodes configured = pool.configured();
		if (member == null || configured == null) {
			return refused(pool.name(), "it has no coordination store");
		}
		PoolChange change;
		List<PoolNode> added = new ArrayList<>();
		try {
			change = PoolChange.of(configured.settings(), next, member.known().phase());
			added.addAll(this.maker.more(change, configured, this.driver.guardOf(pool.name())));
		}
		catch (InvalidPoolException | InvalidNodeException ex) {
			return refused(pool.name(), String.valueOf(ex.getMessage()));
		}
		configured.change(change.settings(), added);
		added.forEach(PoolNode::warmUp);
		this.driver.await(member.configured(), MigrationDriver.PATIENCE);
		return decide(pool.name(), change);
	}

	private Outcome decide(String pool, PoolChange change) {
		if (change.isSettled()) {
			return new Outcome(change.added().isEmpty() ? Result.UNCHANGED : Result.KEPT, null);
		}
		if (change.settings().onChange() != OnChange.MIGRATE) {
			change.weights().warnings().forEach(logger::warn);
			return new Outcome(Result.KEPT, String.join("; ", change.weights().warnings()));
		}
		try {
			this.migrations.beginAutomatically(pool, WeightsDecision.configured(change.settings()));
			return new Outcome(Result.MIGRATING, null);
		}
		catch (MigrationRefusedException ex) {
			String reason = "it does not migrate to its configured weights now: " + ex.getMessage();
			logger.warn("Pool '{}': {}", pool, reason);
			return new Outcome(Result.KEPT, reason);
		}
	}

	static Outcome refused(String pool, String reason) {
		logger.error("The configuration of pool '{}' was read again and is refused: {}", pool, reason);
		return new Outcome(Result.REFUSED, reason);
	}

}
