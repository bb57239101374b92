using Accountable.Cli;

return Shell.Run(Root.Create(), args);
