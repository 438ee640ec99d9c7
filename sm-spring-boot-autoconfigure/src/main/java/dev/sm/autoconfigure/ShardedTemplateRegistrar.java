package dev.sm.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.sm.cache.ShardedOperations;
import dev.sm.cache.ShardedTemplate;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a template per pool under the pool's name. A bean of the user's with that
 * name wins: if it is a template, it is used in place of ours; if not, ours gets another
 * bean name and is still found by the pool's name as qualifier.
 */
final class ShardedTemplateRegistrar implements ImportBeanDefinitionRegistrar {

	private static final Bindable<Map<String, Object>> POOLS = Bindable.mapOf(String.class, Object.class);

	private final BeanFactory beanFactory;

	private final Environment environment;

	ShardedTemplateRegistrar(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		Set<String> pools = new LinkedHashSet<>(
				Binder.get(this.environment).bind("sm.cache.pools", POOLS).orElse(Map.of()).keySet());
		if (pools.isEmpty()) {
			register(UnconfiguredPool.NAME, true, true, registry);
		}
		for (String pool : pools) {
			boolean unqualified = pools.size() == 1 || UnconfiguredPool.NAME.equals(pool)
					|| !pools.contains(UnconfiguredPool.NAME);
			register(pool, unqualified, false, registry);
		}
	}

	private void register(String pool, boolean unqualified, boolean lazy, BeanDefinitionRegistry registry) {
		boolean taken = registry.isBeanNameInUse(pool);
		if (taken && this.beanFactory.isTypeMatch(pool, ShardedOperations.class)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(ShardedTemplateBean.class);
		definition.setTargetType(ShardedTemplate.class);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool);
		definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, pool));
		definition.setFallback(!unqualified);
		definition.setLazyInit(lazy);
		registry.registerBeanDefinition(taken ? "sm.cache.pools." + pool : pool, definition);
	}

}
