package dev.sm.architecture.plants.viewwithcondition.metrics;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.Conditional;

@Conditional(Condition.class)
class Bad {

}
