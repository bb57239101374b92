# The index of tasks. build, demo and test set up what they need and say so.
SHELL := /bin/bash
LAUNCHER := artifacts/accountable
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: build test demo prove serve lint gen bench pack clean

build: ## Build the release and leave the launcher at artifacts/accountable
	@eng/setup.sh
	@eng/build.sh

test: ## Set up, build, and run every test; the last line counts them
	@eng/setup.sh --tests
	@eng/test.sh

demo: build ## Prove every locked year, then explain one ACO
	@eng/demo.sh

prove: build ## Compare with CMS's published results, file by file
	@$(LAUNCHER) mssp prove cases/locked/shared-savings/*.csv
	@$(LAUNCHER) reach prove cases/locked/reach/*.csv

serve: build ## Serve generated claims to a guest; prints the address when it is ready
	@eng/serve.sh

lint: ## Formatting and analysers
	@eng/setup.sh
	dotnet format Accountable.slnx --verify-no-changes

gen: build ## Write the generated documents anew (README tables, docs/reference, docs/regulations)
	dotnet run --project eng/Accountable.Docs -c Release -- .

bench: build ## Run the benchmarks; results go to benchmarks/results
	@eng/bench.sh

pack: ## Make the NuGet packages in artifacts/package/release
	@eng/setup.sh
	dotnet pack Accountable.slnx -c Release

clean:
	rm -rf artifacts
