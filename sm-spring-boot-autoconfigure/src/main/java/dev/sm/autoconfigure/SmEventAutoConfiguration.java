package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.sm.event.EventsDriver;
import dev.sm.event.OperatorAudit;
import dev.sm.event.OperatorLog;
import dev.sm.event.OwnershipEvents;
import dev.sm.event.PoolEvents;
import dev.sm.event.PublishedOperatorLog;
import dev.sm.event.SmEvent;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.observation.ObservedHandoffs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of application events of what happens to shards, participants, pools
 * and nodes, and of what operators do.
 */
@AutoConfiguration(after = { SmAutoConfiguration.class, SmObservationAutoConfiguration.class })
@ConditionalOnSm
public final class SmEventAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EventsDriver smEvents(ApplicationEventPublisher publisher, ObjectProvider<ObservedHandoffs> handoffs) {
		List<Consumer<? super SmEvent>> listeners = new ArrayList<>();
		listeners.add(publisher::publishEvent);
		handoffs.ifAvailable(listeners::add);
		return new EventsDriver(listeners);
	}

	@Bean
	@ConditionalOnMissingBean
	OwnershipEvents ownershipEvents(OwnershipDriver driver, OwnershipSettings settings, EventsDriver events) {
		OwnershipEvents ownership = new OwnershipEvents(settings.participantId(), () -> Managers.of(driver),
				events::publish);
		driver.addListener(ownership::changed);
		return ownership;
	}

	@Bean
	static LazyInitializationExcludeFilter eagerOwnershipEvents() {
		return LazyInitializationExcludeFilter.forBeanTypes(OwnershipEvents.class);
	}

	@Bean
	CallbackDecorator toldCallbacks(OwnershipEvents events) {
		return events::told;
	}

	@Bean
	@ConditionalOnMissingBean
	PoolEvents poolEvents(EventsDriver events) {
		return new PoolEvents(events::publish);
	}

	@Bean
	@ConditionalOnMissingBean
	OperatorLog operatorLog(ApplicationEventPublisher publisher) {
		return new PublishedOperatorLog(publisher);
	}

	/** What operators do, among the audit events of the actuator. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuditApplicationEvent.class)
	static class AuditConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OperatorAudit operatorAudit(ApplicationEventPublisher publisher) {
			return new OperatorAudit(publisher);
		}

	}

}
