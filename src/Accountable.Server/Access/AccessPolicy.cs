namespace Accountable.Server.Access;

/// <summary>What somebody may do; each may what those before may.</summary>
internal enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Imports, runs, asks what if.</summary>
    Analyst,

    /// <summary>Keeps accounts and reads the audit log.</summary>
    Administrator,
}

/// <summary>What a program's key may be used for.</summary>
internal enum KeyScope
{
    /// <summary>To read results.</summary>
    Read,

    /// <summary>To start runs and what-ifs.</summary>
    Run,

    /// <summary>To import.</summary>
    Import,

    /// <summary>To read person-level data.</summary>
    Person,

    /// <summary>To read the metrics.</summary>
    Metrics,

    /// <summary>Nothing: only for people who signed in.</summary>
    None,
}

/// <summary>Whose data a route is about.</summary>
internal enum EntityOf
{
    /// <summary>Nobody's: the law, the session, published results.</summary>
    Nobody,

    /// <summary>The ACO or entity in the route.</summary>
    Route,

    /// <summary>That of the job (run, import or what-if) in the route.</summary>
    Job,

    /// <summary>A list: the handler gives only what the caller may see.</summary>
    List,

    /// <summary>Known only from the files: the handler checks each entity that it finds.</summary>
    Upload,
}

/// <summary>Who may call a route. Every route declares one; the server does not start with a route that has none.</summary>
/// <param name="Least">The least role; null for everybody, signed in or not.</param>
/// <param name="Entity">Whose data it is about.</param>
/// <param name="Scope">What a key needs.</param>
/// <param name="PersonLevel">Whether it gives data of single beneficiaries.</param>
/// <param name="BeforePasswordChange">Whether somebody who must change the password may call it.</param>
internal sealed record AccessPolicy(Role? Least, EntityOf Entity = EntityOf.Nobody, KeyScope Scope = KeyScope.Read,
    bool PersonLevel = false, bool BeforePasswordChange = false)
{
    /// <summary>Whether it only reads, though it is a POST: what it asks for must not stand in an address.</summary>
    public bool OnlyReads { get; init; }
}

/// <summary>How routes declare their policy.</summary>
internal static class AccessPolicies
{
    /// <summary>Everybody, signed in or not.</summary>
    public static T ForEverybody<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessPolicy(null, BeforePasswordChange: true));

    /// <summary>Whoever has the role, about the entity.</summary>
    public static T For<T>(this T route, Role least, EntityOf entity = EntityOf.Nobody, KeyScope scope = KeyScope.Read)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessPolicy(least, entity, scope));

    /// <summary>Whoever may see people of the entity one by one. The question comes in the body, because it may name somebody.</summary>
    public static T ForPeople<T>(this T route, EntityOf entity)
        where T : IEndpointConventionBuilder => route.WithMetadata(
            new AccessPolicy(Role.Viewer, entity, KeyScope.Person, PersonLevel: true) { OnlyReads = true });
}
