package dev.sm.benchmarks.planner;

import java.util.function.Supplier;

import org.apache.shardingsphere.elasticjob.infra.handler.sharding.impl.AverageAllocationJobShardingStrategy;
import org.apache.shardingsphere.elasticjob.infra.handler.sharding.impl.OdevitySortByNameJobShardingStrategy;
import org.apache.shardingsphere.elasticjob.infra.handler.sharding.impl.RoundRobinByNameJobShardingStrategy;

/**
 * Who is measured.
 */
enum Contestants {

	/** The planner of sm. */
	SM("sm", false, SmPlanner::new),

	/** Helix WAGED. */
	WAGED("Helix WAGED", false, Helix.Waged::new),

	/** Helix CrushED: it computes everything anew, from names. */
	CRUSHED("Helix CrushED", true, Helix.CrushEd::new),

	/** Kafka's uniform assignor. */
	UNIFORM("Kafka uniform", false, Kafka.Uniform::new),

	/** Kafka's cooperative-sticky assignor. */
	STICKY("Kafka cooperative-sticky", false, Kafka.CooperativeSticky::new),

	/** Pekko's LeastShard. */
	PEKKO("Pekko LeastShard", false, Pekko::new),

	/** ElasticJob's average allocation. */
	AVERAGE("ElasticJob average", true, () -> new ElasticJob(new AverageAllocationJobShardingStrategy())),

	/** ElasticJob's odevity. */
	ODEVITY("ElasticJob odevity", true, () -> new ElasticJob(new OdevitySortByNameJobShardingStrategy())),

	/** ElasticJob's round robin. */
	ROUND_ROBIN("ElasticJob round robin", true, () -> new ElasticJob(new RoundRobinByNameJobShardingStrategy()));

	private final String title;

	private final boolean forgets;

	private final Supplier<Contestant> supplier;

	Contestants(String title, boolean forgets, Supplier<Contestant> supplier) {
		this.title = title;
		this.forgets = forgets;
		this.supplier = supplier;
	}

	String title() {
		return this.title;
	}

	/**
	 * Whether who owns what is not an input, so that it must have planned that itself.
	 */
	boolean forgets() {
		return this.forgets;
	}

	Contestant contestant() {
		return this.supplier.get();
	}

}
