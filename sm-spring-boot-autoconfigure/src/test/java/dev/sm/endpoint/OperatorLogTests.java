package dev.sm.endpoint;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.event.OperatorAction;
import dev.sm.event.OperatorAction.Outcome;
import dev.sm.event.OperatorAudit;
import dev.sm.event.PublishedOperatorLog;
import dev.sm.manager.RecordingShardManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators do is kept, done or not.
 */
class OperatorLogTests {

	@Test
	void writesAreKeptWithTheirOutcome() {
		List<OperatorAction> kept = new CopyOnWriteArrayList<>();
		RecordingShardManager orders = new RecordingShardManager("orders");
		try (EndpointServer server = new EndpointServer(
				List.of(new ShardsEndpoint(() -> Map.of("orders", orders), kept::add, Operators.ANYBODY)),
				"management.endpoint.shards.access=unrestricted")) {
			server.post("shards/orders", "{\"action\":\"add\",\"shard\":\"s9\",\"task\":\"password\"}");
			server.post("shards/orders", "{\"action\":\"move\",\"shard\":\"s9\"}");
			server.post("shards/none", "{\"action\":\"drain\",\"participant\":\"p\\n1\"}");
			server.get("shards/orders");
		}
		assertThat(kept).extracting(OperatorAction::outcome)
			.containsExactly(Outcome.DONE, Outcome.REFUSED, Outcome.REFUSED);
		assertThat(kept.get(0)).hasToString("OperatorAction[who=anonymous, where=shards, action=add, "
				+ "details={service=orders, shard=s9}, outcome=DONE, reason=]");
		assertThat(kept.get(1).reason()).contains("participant");
		assertThat(kept.get(2).details()).containsEntry("participant", "p?1");
		assertThat(kept.get(2).reason()).contains("there is no service 'none'");
	}

	@Test
	void actionsAreAuditEventsOfTheActuator() {
		InMemoryAuditEventRepository repository = new InMemoryAuditEventRepository();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(AuditListener.class, () -> new AuditListener(repository));
			context.registerBean(OperatorAudit.class, () -> new OperatorAudit(context));
			context.refresh();
			new PublishedOperatorLog(context).record(new OperatorAction("ann", "migration", "begin",
					Map.of("pool", "default"), Outcome.REFUSED, "one runs already"));
		}
		List<AuditEvent> events = repository.find("ann", null, OperatorAudit.TYPE);
		assertThat(events).hasSize(1);
		assertThat(events.get(0).getData()).isEqualTo(Map.of("pool", "default", "where", "migration", "action", "begin",
				"outcome", "REFUSED", "reason", "one runs already"));
	}

}
