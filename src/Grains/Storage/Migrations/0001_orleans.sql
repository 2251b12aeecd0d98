-- The tables and statements of Orleans' ADO.NET storage and clustering, to its documented contract: the query keys,
-- parameter names and column names are Orleans'. The embedded runtime runs the same statements.
-- Safe during a rolling deploy: yes, everything is new.

CREATE TABLE orleansquery (
    querykey  varchar(64)   PRIMARY KEY,
    querytext varchar(8000) NOT NULL
);

CREATE TABLE orleansstorage (
    grainidhash            integer      NOT NULL,
    grainidn0              bigint       NOT NULL,
    grainidn1              bigint       NOT NULL,
    graintypehash          integer      NOT NULL,
    graintypestring        varchar(512) NOT NULL,
    grainidextensionstring varchar(512),
    serviceid              varchar(150) NOT NULL,
    payloadbinary          bytea,
    modifiedon             timestamp    NOT NULL,
    version                integer      NOT NULL,
    -- Also the index of every read: the hashes lead. Two first writers of one grain: the second inserts nothing.
    CONSTRAINT orleansstorage_key UNIQUE NULLS NOT DISTINCT
        (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid)
) WITH (fillfactor = 80);

INSERT INTO orleansquery (querykey, querytext) VALUES
('ReadFromStorageKey', $query$
SELECT payloadbinary AS "PayloadBinary", version AS "Version"
FROM orleansstorage
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
  AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
  AND graintypestring = @GrainTypeString
  AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
  AND serviceid = @ServiceId
$query$),
-- Answers the new version, or no row when somebody else has written: Orleans then throws InconsistentStateException.
('WriteToStorageKey', $query$
WITH updated AS (
    UPDATE orleansstorage
    SET payloadbinary = @PayloadBinary, modifiedon = now() AT TIME ZONE 'utc', version = version + 1
    WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
      AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
      AND graintypestring = @GrainTypeString
      AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
      AND serviceid = @ServiceId
      AND version = @GrainStateVersion::integer
    RETURNING version
), inserted AS (
    INSERT INTO orleansstorage (grainidhash, grainidn0, grainidn1, graintypehash, graintypestring,
                                grainidextensionstring, serviceid, payloadbinary, modifiedon, version)
    SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
           @GrainIdExtensionString, @ServiceId, @PayloadBinary, now() AT TIME ZONE 'utc', 1
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT version AS "NewGrainStateVersion" FROM updated UNION ALL SELECT version FROM inserted
$query$),
('ClearStorageKey', $query$
UPDATE orleansstorage
SET payloadbinary = NULL, modifiedon = now() AT TIME ZONE 'utc', version = version + 1
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
  AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
  AND graintypestring = @GrainTypeString
  AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
  AND serviceid = @ServiceId
  AND version = @GrainStateVersion::integer
RETURNING version AS "NewGrainStateVersion"
$query$);

CREATE TABLE orleansmembershipversiontable (
    deploymentid varchar(150)   PRIMARY KEY,
    "timestamp"  timestamptz(3) NOT NULL DEFAULT now(),
    version      integer        NOT NULL DEFAULT 0
);

CREATE TABLE orleansmembershiptable (
    deploymentid varchar(150)   NOT NULL REFERENCES orleansmembershipversiontable,
    address      varchar(45)    NOT NULL,
    port         integer        NOT NULL,
    generation   integer        NOT NULL,
    siloname     varchar(150)   NOT NULL,
    hostname     varchar(150)   NOT NULL,
    status       integer        NOT NULL,
    proxyport    integer,
    suspecttimes varchar(8000),
    starttime    timestamptz(3) NOT NULL,
    iamalivetime timestamptz(3) NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);

-- The version row is the lock of the membership protocol: a change of a row and the step of the version are one statement.
INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $query$
WITH inserted AS (
    INSERT INTO orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId)
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT count(*)::integer FROM inserted
$query$),
('InsertMembershipKey', $query$
WITH stepped AS (
    UPDATE orleansmembershipversiontable
    SET "timestamp" = now(), version = version + 1
    WHERE deploymentid = @DeploymentId AND version = @Version
      AND NOT EXISTS (SELECT FROM orleansmembershiptable
                      WHERE deploymentid = @DeploymentId AND address = @Address
                        AND port = @Port AND generation = @Generation)
    RETURNING deploymentid
), inserted AS (
    INSERT INTO orleansmembershiptable (deploymentid, address, port, generation, siloname, hostname, status,
                                        proxyport, starttime, iamalivetime)
    SELECT deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status,
           @ProxyPort, @StartTime, @IAmAliveTime
    FROM stepped
    RETURNING 1
)
SELECT count(*)::integer FROM inserted
$query$),
('UpdateMembershipKey', $query$
WITH stepped AS (
    UPDATE orleansmembershipversiontable
    SET "timestamp" = now(), version = version + 1
    WHERE deploymentid = @DeploymentId AND version = @Version
      AND EXISTS (SELECT FROM orleansmembershiptable
                  WHERE deploymentid = @DeploymentId AND address = @Address
                    AND port = @Port AND generation = @Generation)
    RETURNING deploymentid
), updated AS (
    UPDATE orleansmembershiptable AS member
    SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    FROM stepped
    WHERE member.deploymentid = stepped.deploymentid AND member.address = @Address
      AND member.port = @Port AND member.generation = @Generation
    RETURNING 1
)
SELECT count(*)::integer FROM updated
$query$),
('UpdateIAmAlivetimeKey', $query$
UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$),
-- The version's row is answered even when there is no member.
('MembershipReadRowKey', $query$
SELECT cluster.deploymentid AS "DeploymentId", address AS "Address", port AS "Port", generation AS "Generation",
       siloname AS "SiloName", hostname AS "HostName", status AS "Status", proxyport AS "ProxyPort",
       suspecttimes AS "SuspectTimes", starttime AS "StartTime", iamalivetime AS "IAmAliveTime",
       cluster.version AS "Version"
FROM orleansmembershipversiontable AS cluster
LEFT JOIN orleansmembershiptable AS member
       ON member.deploymentid = cluster.deploymentid
      AND address = @Address AND port = @Port AND generation = @Generation
WHERE cluster.deploymentid = @DeploymentId
$query$),
('MembershipReadAllKey', $query$
SELECT cluster.deploymentid AS "DeploymentId", address AS "Address", port AS "Port", generation AS "Generation",
       siloname AS "SiloName", hostname AS "HostName", status AS "Status", proxyport AS "ProxyPort",
       suspecttimes AS "SuspectTimes", starttime AS "StartTime", iamalivetime AS "IAmAliveTime",
       cluster.version AS "Version"
FROM orleansmembershipversiontable AS cluster
LEFT JOIN orleansmembershiptable AS member ON member.deploymentid = cluster.deploymentid
WHERE cluster.deploymentid = @DeploymentId
$query$),
('GatewaysQueryKey', $query$
SELECT address AS "Address", proxyport AS "ProxyPort", generation AS "Generation"
FROM orleansmembershiptable
WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0
$query$),
('DeleteMembershipTableEntriesKey', $query$
DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId;
DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId
$query$),
('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM orleansmembershiptable
WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3
$query$);
