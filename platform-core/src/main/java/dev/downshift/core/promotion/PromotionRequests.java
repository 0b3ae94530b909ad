package dev.downshift.core.promotion;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.annotation.Transactional;

/** The stored requests. */
@Transactional(readOnly = true)
interface PromotionRequests extends JpaRepository<PromotionRequest, UUID> {}
