namespace Accountable.Server.Access;

/// <summary>What somebody was granted.</summary>
/// <param name="Entity">An ACO or entity; <c>*</c> for every one.</param>
/// <param name="PersonLevel">Whether its beneficiaries may be seen one by one.</param>
internal sealed record Grant(string Entity, bool PersonLevel)
{
    /// <summary>Stands for every entity.</summary>
    public const string Every = "*";
}

/// <summary>Who calls, and what they may see.</summary>
internal sealed record Caller
{
    /// <summary>The account.</summary>
    public required string UserId { get; init; }

    /// <summary>The name as the audit log has it.</summary>
    public required string Name { get; init; }

    /// <summary>What they may do.</summary>
    public required Role Role { get; init; }

    /// <summary>What they were granted.</summary>
    public required IReadOnlyList<Grant> Grants { get; init; }

    /// <summary>What the key is good for; null for a person who signed in.</summary>
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>Whether the password must be changed first.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Whether this is the demo's guest, who changes nothing.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Whether everything is granted.</summary>
    public bool SeesEverything => Grants.Any(grant => grant.Entity == Grant.Every);

    /// <summary>Whether an entity was granted.</summary>
    public bool MaySee(string entity) => Grants.Any(grant => Fits(grant, entity));

    /// <summary>Whether all of several entities were granted; of none only those who see everything.</summary>
    public bool MaySeeAll(IReadOnlyCollection<string> entities) => entities.Count == 0 ? SeesEverything : entities.All(MaySee);

    /// <summary>Whether an entity's beneficiaries may be seen one by one.</summary>
    public bool MaySeePeople(string entity) => Grants.Any(grant => grant.PersonLevel && Fits(grant, entity))
        && Scopes?.Contains(KeyScope.Person) != false;

    /// <summary>The caller of a request that the gate let through.</summary>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>()
        ?? throw new InvalidOperationException("The route asks who calls, and its policy lets everybody in.");

    private static bool Fits(Grant grant, string entity) =>
        grant.Entity == Grant.Every || string.Equals(grant.Entity, entity, StringComparison.OrdinalIgnoreCase);
}
