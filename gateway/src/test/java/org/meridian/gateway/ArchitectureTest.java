// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom: gateway, then services, then core; storage, web and server each in their own packages. */
class ArchitectureTest {

    private static JavaClasses meridian;

    @BeforeAll
    static void readClasses() {
        meridian = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.meridian");
    }

    @Test
    void coreKnowsNoService() {
        noClasses()
                .that()
                .resideInAPackage("org.meridian.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.meridian.tap..",
                        "org.meridian.sia..",
                        "org.meridian.workspace..",
                        "org.meridian.gateway..")
                .check(meridian);
    }

    @Test
    void servicesDoNotKnowTheGateway() {
        noClasses()
                .that()
                .resideInAnyPackage("org.meridian.tap..", "org.meridian.sia..", "org.meridian.workspace..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.meridian.gateway..")
                .check(meridian);
    }

    @Test
    void servicesDoNotKnowEachOther() {
        List<String> services = List.of("org.meridian.tap..", "org.meridian.sia..", "org.meridian.workspace..");
        for (String service : services) {
            noClasses()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(services.stream()
                            .filter(other -> !other.equals(service))
                            .toArray(String[]::new))
                    .check(meridian);
        }
    }

    @Test
    void sqlStaysInStoragePackages() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.meridian.core.db..",
                        "org.meridian.core.uws.store..",
                        "org.meridian.core.auth.store..",
                        "org.meridian.core.usage.store..",
                        "org.meridian.core.votable.parquet..",
                        "org.meridian.tap.schema..",
                        "org.meridian.tap.query..",
                        "org.meridian.tap.ingest..",
                        "org.meridian.tap.upload..",
                        "org.meridian.sia.store..",
                        "org.meridian.workspace.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(meridian);
    }

    @Test
    void webTypesStayInRestPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..rest..",
                        "org.meridian.workspace.dav..",
                        "org.meridian.core.vosi..",
                        "org.meridian.gateway.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..")
                .check(meridian);
    }

    @Test
    void onlyTheWebServerKnowsJettyAndJersey() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.meridian.gateway.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty..", "org.glassfish..")
                .check(meridian);
    }

    @Test
    void resourcesKnowNoSql() {
        noClasses()
                .that()
                .resideInAnyPackage("..rest..", "org.meridian.workspace.dav..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.meridian.core.db.copy..")
                .check(meridian);
    }

    /** VOSpace and WebDAV are two doors of one space, which knows neither. */
    @Test
    void theSpaceKnowsNoProtocol() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.meridian.workspace.space..",
                        "org.meridian.workspace.store..",
                        "org.meridian.workspace.storage..",
                        "org.meridian.workspace.rights..",
                        "org.meridian.workspace.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.meridian.workspace.rest..", "org.meridian.workspace.dav..", "javax.xml..")
                .check(meridian);
        noClasses()
                .that()
                .resideInAPackage("org.meridian.workspace.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.meridian.workspace.dav..")
                .check(meridian);
    }

    @Test
    void theSkyIsPure() {
        classes()
                .that()
                .resideInAPackage("org.meridian.core.sky..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.meridian.core.sky..",
                        "java.lang..",
                        "java.util..",
                        "java.math..",
                        "java.io..",
                        "java.nio..",
                        // Headers have dates.
                        "java.time..",
                        // MOCs have a JSON form.
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..")
                .check(meridian);
    }

    @Test
    void theClientOfVospacesRunsWithoutAService() {
        classes()
                .that()
                .resideInAPackage("org.meridian.workspace.client..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.meridian.workspace.client..",
                        "org.meridian.workspace.node..",
                        "java..",
                        "javax.xml.stream..",
                        "javax.xml.namespace..",
                        "javax.net.ssl..",
                        "org.jspecify..")
                .check(meridian);
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        slices().matching("org.meridian.tap.(*)..").should().beFreeOfCycles().check(meridian);
        slices().matching("org.meridian.sia.(*)..").should().beFreeOfCycles().check(meridian);
        slices().matching("org.meridian.workspace.(*)..")
                .should()
                .beFreeOfCycles()
                .check(meridian);
        slices().matching("org.meridian.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(meridian);
    }
}
