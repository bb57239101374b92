using Accountable.Server.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Accountable.Server.SignIn;

/// <summary>A person with an account.</summary>
internal sealed class Person : IdentityUser
{
    /// <summary>What the person may do.</summary>
    public Role Role { get; set; }

    /// <summary>Whether the account is shut.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Whether the password was given by somebody else and must be changed first.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The code of the second factor that was used last: a code is good once.</summary>
    public string? LastCode { get; set; }

    /// <summary>The step of the clock at which it was used.</summary>
    public long LastCodeStep { get; set; }
}

/// <summary>The accounts in the state file.</summary>
internal sealed class AccountsContext(DbContextOptions<AccountsContext> options) : IdentityUserContext<Person>(options);
